package io.tensorinit.cuda.kernel;

import java.util.function.IntToLongFunction;

/**
 * How a run of positions is cut for the kernels of {@code fill.cuh}: a block of threads takes a
 * tile at a time, 2^log consecutive positions from a multiple of 2^log on. No value depends on it.
 */
public final class Tiles {
  /** The smallest: 4096 positions, 16 for each of 256 threads or 8 for each of 512. */
  static final int LEAST_LOG = 12;

  /** The largest: all positions of a turn of the counter's third word, which no tile crosses. */
  static final int MOST_LOG = 18;

  /**
   * The largest where the blocks of threads are many, and a large tile leaves some without work.
   */
  static final int MOST_LOG_OF_MANY_BLOCKS = 16;

  /** A run is cut into more tiles than a GPU takes at once, before its tiles grow. */
  private static final int MANY = 8192;

  /** Instructions of a thread for a tile, and for an element of it, about: a normal's on sm_90. */
  private static final int PER_TILE = 120;

  private static final int PER_ELEMENT = 28;

  private Tiles() {}

  /**
   * The size for a run, as a binary logarithm: large ones cost less, small ones keep all busy.
   *
   * @param positions how many the run has
   * @return the size as a binary logarithm
   */
  public static int log(long positions) {
    int log = LEAST_LOG;
    while (log < MOST_LOG_OF_MANY_BLOCKS && positions >> log > MANY) {
      log++;
    }
    return log;
  }

  /**
   * The size for runs whose blocks of threads all run at the same time and take as many tiles as
   * the others: that at which the one with the most to do has the least.
   *
   * @param tiles how many tiles of a size there are, by its binary logarithm
   * @param blocks the blocks that run at a time
   * @param threads the threads of a block
   * @param together the positions that a thread takes together
   * @return the size as a binary logarithm
   */
  public static int log(IntToLongFunction tiles, int blocks, int threads, int together) {
    int best = LEAST_LOG;
    long least = Long.MAX_VALUE;
    for (int log = LEAST_LOG; log <= MOST_LOG; log++) {
      long most = (tiles.applyAsLong(log) - 1) / blocks + 1;
      long steps = ((1L << log) - 1) / ((long) threads * together) + 1;
      long cost = most * (steps * together * PER_ELEMENT + PER_TILE);
      if (cost < least) {
        least = cost;
        best = log;
      }
    }
    return best;
  }

  /**
   * The tiles that a run touches; the parts of a complex tensor have positions up to 2^64.
   *
   * @param first the run's first position
   * @param positions how many
   * @param log the size of a tile as a binary logarithm
   * @return how many tiles
   */
  public static long count(long first, long positions, int log) {
    return ((first + positions - 1) >>> log) - (first >>> log) + 1;
  }
}
