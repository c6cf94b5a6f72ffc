package io.tensorinit.checkpoint;

import io.tensorinit.memory.Storage;
import io.tensorinit.model.Parameter;

/**
 * Hears how far long work has come. All methods do nothing unless they are overridden. {@link
 * #advance} may be called by several threads at once.
 */
public interface Progress {
  /** Hears nothing. */
  Progress NONE = new Progress() {};

  /**
   * The work begins; the input was good.
   *
   * @param bytes how many bytes it will go through
   */
  default void begin(long bytes) {}

  /**
   * Some bytes are done.
   *
   * @param bytes how many since the last call
   */
  default void advance(long bytes) {}

  /**
   * A storage that lets this hear of the bytes that are written to it.
   *
   * @param storage where they go
   * @return the storage, counted
   */
  default Storage counting(Storage storage) {
    return new CountingStorage(storage, this);
  }

  /**
   * A parameter has all its values.
   *
   * @param parameter the parameter
   */
  default void finished(Parameter parameter) {}
}
