package io.tensorinit.benchmarks.comparison;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * An array of unsigned bytes in the IDX format of the MNIST data sets, compressed by gzip: two zero
 * bytes, the type (8, an unsigned byte), the number of axes, the size of each axis as a big-endian
 * 32-bit integer, then the elements, row-major.
 *
 * @param sizes the size of each axis
 * @param elements the elements
 */
record IdxFile(int[] sizes, byte[] elements) {
  private static final int UNSIGNED_BYTE = 8;
  private static final long MOST_ELEMENTS = 1 << 30;

  /**
   * Reads a whole file.
   *
   * @param file the file
   * @param rank how many axes it has to have
   * @return what it holds
   * @throws IOException if the file cannot be read, is no gzip file, holds something else than
   *     {@code rank} axes of unsigned bytes, or more or fewer elements than it says
   */
  static IdxFile read(Path file, int rank) throws IOException {
    byte[] content;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      content = in.readAllBytes();
    } catch (ZipException | EOFException e) {
      throw new IOException(file + ": no whole gzip file: " + e.getMessage(), e);
    }
    DataInputStream data = new DataInputStream(new ByteArrayInputStream(content));
    if (content.length < 4 + 4 * rank
        || data.readUnsignedShort() != 0
        || data.readUnsignedByte() != UNSIGNED_BYTE
        || data.readUnsignedByte() != rank) {
      throw new IOException(file + ": no IDX file of unsigned bytes with " + rank + " axes");
    }
    int[] sizes = new int[rank];
    long count = 1;
    for (int axis = 0; axis < rank; axis++) {
      sizes[axis] = data.readInt();
      if (sizes[axis] < 0 || count * sizes[axis] > MOST_ELEMENTS) {
        throw new IOException(
            file + ": axis " + axis + " has size " + Integer.toUnsignedString(sizes[axis]));
      }
      count *= sizes[axis];
    }
    int header = 4 + 4 * rank;
    if (content.length - header != count) {
      throw new IOException(
          file + ": says " + count + " elements, but holds " + (content.length - header));
    }
    return new IdxFile(sizes, Arrays.copyOfRange(content, header, content.length));
  }
}
