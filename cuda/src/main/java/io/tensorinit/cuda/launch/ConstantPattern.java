package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.memory.CellBits;
import io.tensorinit.tensor.DType;

/**
 * A constant as 16 bytes that repeat over memory, from any multiple of 16 on. One kernel so serves
 * every dtype. A complex constant is its real part beside 0.
 *
 * @param low the first 8 bytes
 * @param high the other 8
 */
record ConstantPattern(long low, long high) {
  /**
   * The pattern of a run of cells.
   *
   * @param value the value
   * @param cellType the type of a cell: a real dtype
   * @param parts cells an element: 2 where complex
   * @param address where the first cell lies; an element may begin between two multiples of its own
   *     size, which the pattern then takes into account
   */
  static ConstantPattern of(double value, DType cellType, int parts, long address) {
    long cell = CellBits.of(value, cellType);
    int bytes = cellType.bytes();
    if (parts == 1) {
      long pattern = repeat(cell, bytes, bytes);
      return new ConstantPattern(pattern, pattern);
    }
    boolean between = address % (2L * bytes) != 0;
    if (bytes == Long.BYTES) {
      return between ? new ConstantPattern(0, cell) : new ConstantPattern(cell, 0);
    }
    long pattern = repeat(cell, bytes, 2 * bytes) << (between ? 8 * bytes : 0);
    return new ConstantPattern(pattern, pattern);
  }

  /** Adds this as a kernel's argument of 16 bytes. */
  void addTo(Arguments arguments) {
    arguments.argument(2 * Long.BYTES).member(low).member(high);
  }

  /** The cell's bits, every {@code step} bytes of 64 bits. */
  private static long repeat(long cell, int bytes, int step) {
    long mask = bytes == Long.BYTES ? -1L : (1L << (8 * bytes)) - 1;
    long pattern = 0;
    for (int at = 0; at < Long.BYTES; at += step) {
      pattern |= (cell & mask) << (8 * at);
    }
    return pattern;
  }
}
