package io.tensorinit.cuda;

/**
 * How a run of positions is cut for the kernels of {@code fill.cuh}: a block of threads takes a
 * tile at a time, 2^log consecutive positions from a multiple of 2^log on. No value depends on it.
 */
final class Tiles {
  /** The smallest: 4096 positions, 16 for each of 256 threads. */
  static final int LEAST_LOG = 12;

  /** The largest: 65536 positions. */
  static final int MOST_LOG = 16;

  /** A run is cut into more tiles than a GPU takes at once, before its tiles grow. */
  private static final int MANY = 8192;

  private Tiles() {}

  /** The size for a run, as a binary logarithm: large ones cost less, small ones keep all busy. */
  static int log(long positions) {
    int log = LEAST_LOG;
    while (log < MOST_LOG && positions >> log > MANY) {
      log++;
    }
    return log;
  }

  /** The tiles that a run touches; the parts of a complex tensor have positions up to 2^64. */
  static long count(long first, long positions, int log) {
    return ((first + positions - 1) >>> log) - (first >>> log) + 1;
  }
}
