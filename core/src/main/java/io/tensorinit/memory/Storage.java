package io.tensorinit.memory;

import io.tensorinit.tensor.DType;

/**
 * A linear sequence of parts (elements, or halves of complex elements) of one dtype, in host memory
 * or in a file. Several threads may write disjoint ranges at once. A fill writes each of its
 * elements exactly once, in any order.
 *
 * <p>Who writes asks for the {@link #capacity} first; a put of a type that was refused there, or
 * beyond the capacity, is a programming error. {@code toString} names the storage in messages.
 */
public interface Storage {
  /**
   * How many parts of a type fit.
   *
   * @param part the type of the parts: F16, BF16, F32, F64, F8_E4M3 or F8_E5M2
   * @return the number of parts
   * @throws IllegalArgumentException if this storage cannot hold the type; the message names both
   */
  long capacity(DType part);

  /**
   * Writes float32 parts.
   *
   * @param position the first part's position
   * @param values the values
   * @param from the first to write
   * @param count how many to write
   * @throws UnsupportedOperationException if this storage does not hold float32
   * @throws IndexOutOfBoundsException if the range exceeds the capacity or the array
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  default void putFloats(long position, float[] values, int from, int count) {
    throw new UnsupportedOperationException(this + " does not hold float32");
  }

  /**
   * Writes float64 parts.
   *
   * @param position the first part's position
   * @param values the values
   * @param from the first to write
   * @param count how many to write
   * @throws UnsupportedOperationException if this storage does not hold float64
   * @throws IndexOutOfBoundsException if the range exceeds the capacity or the array
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  default void putDoubles(long position, double[] values, int from, int count) {
    throw new UnsupportedOperationException(this + " does not hold float64");
  }

  /**
   * Writes 16-bit parts (F16, BF16) as bits.
   *
   * @param position the first part's position
   * @param bits the bits
   * @param from the first to write
   * @param count how many to write
   * @throws UnsupportedOperationException if this storage does not hold 16-bit parts
   * @throws IndexOutOfBoundsException if the range exceeds the capacity or the array
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  default void putShorts(long position, short[] bits, int from, int count) {
    throw new UnsupportedOperationException(this + " does not hold 16-bit parts");
  }

  /**
   * Writes 8-bit parts (F8_E4M3, F8_E5M2) as bits.
   *
   * @param position the first part's position
   * @param bits the bits
   * @param from the first to write
   * @param count how many to write
   * @throws UnsupportedOperationException if this storage does not hold 8-bit parts
   * @throws IndexOutOfBoundsException if the range exceeds the capacity or the array
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  default void putBytes(long position, byte[] bits, int from, int count) {
    throw new UnsupportedOperationException(this + " does not hold 8-bit parts");
  }
}
