package io.tensorinit.memory;

import io.tensorinit.DType;

/**
 * A linear sequence of parts (elements, or halves of complex elements) of one dtype, in host memory
 * or in a file. Several threads may write disjoint ranges at once.
 */
public interface Storage {
  /**
   * How many parts of a type fit.
   *
   * @param part the type of the parts: F16, BF16, F32, F64, F8_E4M3 or F8_E5M2
   * @return the number of parts
   * @throws IllegalArgumentException if this storage cannot hold the type; the message names it
   */
  long capacity(DType part);

  /**
   * Writes float32 parts.
   *
   * @param position the first part's position
   * @param values the values
   * @param from the first to write
   * @param count how many to write
   */
  void putFloats(long position, float[] values, int from, int count);

  /**
   * Writes float64 parts.
   *
   * @param position the first part's position
   * @param values the values
   * @param from the first to write
   * @param count how many to write
   */
  void putDoubles(long position, double[] values, int from, int count);

  /**
   * Writes 16-bit parts (F16, BF16) as bits.
   *
   * @param position the first part's position
   * @param bits the bits
   * @param from the first to write
   * @param count how many to write
   */
  void putShorts(long position, short[] bits, int from, int count);

  /**
   * Writes 8-bit parts (F8_E4M3, F8_E5M2) as bits.
   *
   * @param position the first part's position
   * @param bits the bits
   * @param from the first to write
   * @param count how many to write
   */
  void putBytes(long position, byte[] bits, int from, int count);
}
