package io.tensorinit.random;

import java.util.Arrays;
import java.util.List;

/**
 * A choice among finitely many cases by one 32-bit word: the first case {@code k} with the word,
 * unsigned, below the threshold {@code T_k = rint((p_0 + ... + p_k) 2^32)}; the last threshold is
 * 2^32. Every dtype uses the same 32-bit word, so the choice does not depend on the dtype.
 *
 * <p>Cost: a binary search, {@code log2} of the number of cases.
 */
public final class DiscreteTable {
  private static final long ALL_WORDS = 1L << 32;

  private final long[] thresholds;

  /**
   * A table of given thresholds.
   *
   * @param thresholds T_0, T_1, ..., ascending (equal neighbours: a case that never comes), in [0,
   *     2^32], the last 2^32; copied
   * @throws IllegalArgumentException if they are none, out of order or range, or do not end in 2^32
   */
  public DiscreteTable(long... thresholds) {
    long last = 0;
    for (long threshold : thresholds) {
      if (threshold < last) {
        throw new IllegalArgumentException(
            "thresholds must ascend from 0, but are " + Arrays.toString(thresholds));
      }
      last = threshold;
    }
    if (last != ALL_WORDS) {
      throw new IllegalArgumentException(
          "thresholds must end in 2^32 = 4294967296, but are " + Arrays.toString(thresholds));
    }
    this.thresholds = thresholds.clone();
  }

  /**
   * The table of given probabilities: sums in double from the left, the last threshold 2^32.
   *
   * @param probabilities p_0, p_1, ..., one or more, each in 0..1, together 1
   * @return the table
   * @throws IllegalArgumentException if they are none or a sum is below one before it
   */
  public static DiscreteTable of(List<Double> probabilities) {
    long[] thresholds = new long[probabilities.size()];
    double sum = 0;
    for (int k = 0; k < thresholds.length; k++) {
      sum += probabilities.get(k);
      thresholds[k] = k == thresholds.length - 1 ? ALL_WORDS : threshold(Math.min(sum, 1));
    }
    return new DiscreteTable(thresholds);
  }

  /**
   * The number of words below which an event of a given probability happens.
   *
   * @param probability p, in 0..1
   * @return rint(p 2^32)
   */
  public static long threshold(double probability) {
    return (long) Math.rint(probability * ALL_WORDS);
  }

  /**
   * The case that a word chooses.
   *
   * @param word the word
   * @return the case's number, from 0
   */
  public int at(int word) {
    long x = Integer.toUnsignedLong(word);
    int low = 0;
    int high = thresholds.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (x < thresholds[middle]) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** How many cases there are. */
  int cases() {
    return thresholds.length;
  }

  /** The threshold of a case. */
  long thresholdOf(int k) {
    return thresholds[k];
  }

  /**
   * The thresholds.
   *
   * @return a copy
   */
  public long[] thresholds() {
    return thresholds.clone();
  }
}
