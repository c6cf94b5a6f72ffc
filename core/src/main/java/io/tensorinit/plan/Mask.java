package io.tensorinit.plan;

import io.tensorinit.random.DiscreteTable;

/** Which elements a {@link MaskFill} keeps. */
public sealed interface Mask permits Mask.Bernoulli, Mask.ExactCount {

  /**
   * Keeps element i when word i, unsigned, is below rint(p 2^32).
   *
   * @param keep the probability p that an element is kept, in 0..1
   */
  record Bernoulli(double keep) implements Mask {
    /**
     * Checks the probability.
     *
     * @throws IllegalArgumentException if it does not lie in 0..1
     */
    public Bernoulli {
      if (!(keep >= 0 && keep <= 1)) {
        throw new IllegalArgumentException(
            "the probability of keeping must lie in 0..1, was " + keep);
      }
    }

    /**
     * The threshold of the word.
     *
     * @return rint(p 2^32)
     */
    public long threshold() {
      return DiscreteTable.threshold(keep);
    }
  }

  /**
   * Sets exactly {@code zeros} elements of each column of a matrix to zero: down a column with left
   * = zeros, element (r, c) is zero when {@code (x * (R - r)) >> 32 < left}, x word c R + r, and
   * then left decreases by one. D. E. Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S.
   *
   * @param rows the matrix's rows R
   * @param columns its columns C
   * @param zeros the zeros of each column, in 0..R
   */
  record ExactCount(long rows, long columns, long zeros) implements Mask {
    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if there are more zeros than rows, or fewer than none, or
     *     2^32 rows or more
     */
    public ExactCount {
      if (zeros < 0 || zeros > rows) {
        throw new IllegalArgumentException(
            "zeros of a column must lie in 0.." + rows + ", was " + zeros);
      }
      if (rows > 0xffff_ffffL) {
        throw new IllegalArgumentException(
            "rows of an exact-count mask must be below 2^32, was " + rows);
      }
    }
  }
}
