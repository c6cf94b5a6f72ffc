package io.tensorinit.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;

/** Where everything goes in a checkpoint file, known before anything is written. */
interface FileLayout extends Closeable {
  /**
   * The place of a tensor's first byte.
   *
   * @param tensor the tensor's index in the list the layout was made of
   * @return the place, in bytes from the file's beginning
   */
  long position(int tensor);

  /**
   * The size of the finished file.
   *
   * @return the size in bytes
   */
  long fileSize();

  /**
   * Writes everything that is not a tensor. Called once, after the tensors.
   *
   * @param channel the file, open for reading and writing
   * @throws IOException if the file cannot be read or written
   */
  void writeFrame(FileChannel channel) throws IOException;

  /** Lets go of files that the frame is taken from, if any. */
  @Override
  default void close() throws IOException {}
}
