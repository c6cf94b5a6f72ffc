package io.tensorinit.format;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads a checkpoint file. What the file says about itself is checked against the file when it is
 * opened: lengths, bounds, sizes, names. Safe for use by several threads.
 */
public interface CheckpointReader extends Closeable {
  /**
   * Opens a file. Its kind is told by its contents, not by its name.
   *
   * @param file the file
   * @return the reader; the caller closes it
   * @throws MalformedCheckpointException if it is no checkpoint, or a broken one
   * @throws IOException if it cannot be read
   */
  static CheckpointReader open(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new MalformedCheckpointException(file + " is a folder, not a checkpoint file");
    }
    try {
      return NpzReader.isZip(file) ? NpzReader.open(file) : SafetensorsReader.open(file);
    } catch (MalformedCheckpointException e) {
      throw new MalformedCheckpointException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The tensors.
   *
   * @return the tensors, in the file's order
   */
  List<TensorInfo> tensors();

  /**
   * Whether a tensor's first axis varies fastest (an {@code .npy} array in Fortran's order).
   *
   * @param tensor the tensor's index in the list
   * @return false for row-major tensors
   */
  default boolean isColumnMajor(int tensor) {
    return false;
  }

  /**
   * Reads elements as the file holds them: little-endian.
   *
   * @param tensor the tensor's index in the list
   * @param position the first byte to read, counted from the tensor's first
   * @param into filled from its position to its limit
   * @throws IOException if the file cannot be read
   */
  void read(int tensor, long position, ByteBuffer into) throws IOException;
}
