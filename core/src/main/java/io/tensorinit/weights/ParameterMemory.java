package io.tensorinit.weights;

import io.tensorinit.backend.Backend;
import io.tensorinit.checkpoint.Progress;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.Region;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/**
 * Memory that holds the values of parameters, each under its name, taken when it first gets values.
 * What has values and what has none is the business of {@link Weights}, which uses a parameter's
 * memory in one thread at a time, and different parameters' in several.
 */
public interface ParameterMemory extends AutoCloseable {
  /**
   * What fills this memory.
   *
   * @return an open backend
   */
  Backend backend();

  /**
   * Fills parameters.
   *
   * @param parameters which, none twice
   * @param progress hears of bytes, and of each parameter that is set
   * @throws io.tensorinit.backend.BackendException if memory runs out, or the device fails
   */
  void fill(List<Parameter> parameters, Progress progress);

  /**
   * Copies values that are there to the host.
   *
   * @param parameter whose
   * @param region which of them
   * @param destination where they go, checked
   * @throws io.tensorinit.backend.BackendException if the device fails
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  void read(Parameter parameter, Region region, HostDestination destination);

  /**
   * Overwrites values; takes memory where there is none yet.
   *
   * @param parameter whose
   * @param region which of them
   * @param parts the number that each part of the region gets, by its place in row-major order,
   *     real and imaginary parts in turn: a float32, unless the dtype is computed in float64; may
   *     be called by several threads in any order, and not after this has returned
   * @throws io.tensorinit.backend.BackendException if memory runs out, or the device fails
   */
  void write(Parameter parameter, Region region, LongToDoubleFunction parts);

  /**
   * A parameter's values as the host sees them where they lie; takes memory where there is none.
   *
   * @param parameter whose
   * @return little-endian bytes in row-major order, cut where a buffer ends; empty where the host
   *     does not reach this memory
   * @throws io.tensorinit.backend.BackendException if memory runs out
   */
  default Optional<List<ByteBuffer>> bytes(Parameter parameter) {
    return Optional.empty();
  }

  /** Frees all memory. The backend stays open. Closing again does nothing. */
  @Override
  void close();
}
