package io.tensorinit.cuda.kernel;

import io.tensorinit.random.QuantileTable;

/**
 * How much of a block's shared memory a distribution's table takes, as {@code shared_rows.cuh} lays
 * it out: in float32 a few copies; in float64 copies of the rows of the first octaves, and the
 * others once. More copies make for fewer conflicts of a warp's lanes, and for fewer blocks at a
 * time; no value depends on it.
 *
 * @param spread in float32 the binary logarithm of the copies, in float64 the octaves that are
 *     copied
 * @param bytes the memory
 */
record SharedTable(int spread, int bytes) {
  /** What every device has for a block that asks for it. */
  static final int LEAST_BYTES = 64 << 10;

  /** What a block takes at most, where there is more. */
  private static final int MOST_BYTES = 96 << 10;

  /** Where a block can have so much, a multiprocessor has memory for several of 64 KiB. */
  private static final int LARGE_BYTES = 160 << 10;

  /** odd_rows.cuh says so, too. */
  private static final int ODD_SPREAD = 3;

  private static final int LINE_BYTES = 16;
  private static final int SLOTS = 16;
  private static final int GROUP_BYTES = QuantileTable.Float64.COEFFICIENTS * SLOTS * Double.BYTES;
  private static final int PIECES = 4;
  private static final int MOST_HOT_OCTAVES = 8;

  /** The layout in float32 for the kernels of odd distributions. */
  static SharedTable ofOdd() {
    return inFloat(1, ODD_SPREAD);
  }

  /**
   * The layout in float32 for kernels of any distribution: of 64 KiB, or of 32.
   *
   * @param halves the halves the table has: 1 or 2
   * @param blockBytes the memory that a block of the device can have
   */
  static SharedTable ofAny(int halves, int blockBytes) {
    int copies = (blockBytes >= LARGE_BYTES ? 8 : 4) / halves;
    return inFloat(halves, Integer.numberOfTrailingZeros(copies));
  }

  private static SharedTable inFloat(int halves, int spread) {
    return new SharedTable(spread, (halves * QuantileTable.Float32.ROWS * LINE_BYTES) << spread);
  }

  /**
   * The layout in float64: as many octaves as there is memory for.
   *
   * @param halves the halves the table has: 1 or 2
   * @param blockBytes the memory that a block of the device can have
   */
  static SharedTable inDouble(int halves, int blockBytes) {
    int most = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, blockBytes));
    int octaves = MOST_HOT_OCTAVES;
    while (bytesInDouble(halves, octaves) > most) {
      octaves--;
    }
    return new SharedTable(octaves, bytesInDouble(halves, octaves));
  }

  private static int bytesInDouble(int halves, int octaves) {
    int hot = halves * PIECES * octaves;
    int cold = halves * QuantileTable.Float64.ROWS - hot;
    return (hot + (cold + SLOTS - 1) / SLOTS) * GROUP_BYTES;
  }
}
