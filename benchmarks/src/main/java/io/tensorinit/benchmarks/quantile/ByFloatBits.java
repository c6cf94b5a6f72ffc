package io.tensorinit.benchmarks.quantile;

/**
 * Rows by the leading bits of the float {@code y + 1/2}; the variable is its significand less 1.
 * That float is rounded, so a function of it alone loses relative accuracy at 0; the ratio of the
 * quantile to the distance from 1/2, which is converted by itself, does not.
 */
abstract class ByFloatBits implements Candidate {
  /** The bits of 1/2, of the outermost words. */
  private static final int FIRST = 0x3F000000;

  final float[] table;
  private final int[] folded = new int[BLOCK];
  private final float[] ends = new float[BLOCK];
  private final float[] distances = new float[BLOCK];

  ByFloatBits(float[] table) {
    this.table = table;
  }

  /** A table of polynomials in that variable; z, or z over the distance from 1/2 in 2^-32. */
  static float[] fit(int pieceBits, int coefficients, boolean ratio) {
    int pieces = 1 << pieceBits;
    return Fit.table(
        // one row more, for what is rounded up to 2^31
        (Fit.OCTAVES << pieceBits) + 1,
        Fit.chebyshev(coefficients),
        new Fit.Row() {
          @Override
          public double argument(int row, double place) {
            return ((row & (pieces - 1)) + place) / pieces;
          }

          @Override
          public double value(int row, double argument) {
            double v = Math.scalb(1 + argument, (row >> pieceBits) - 33);
            if (v >= 0.5) {
              // the last row, used at 1/2 alone; sqrt(2 pi) is the limit
              return ratio ? -0x1p-32 * 0x1.40d931ff62705p+1 : 0;
            }
            return ratio ? -0x1p-32 * Fit.distance(v) / (0.5 - v) : -Fit.distance(v);
          }
        });
  }

  /** A constant: the logarithm of how many pieces an octave has. */
  abstract int pieceBits();

  /** The value in the lower half, by a row's polynomial. */
  abstract float value(int row, float t, float distance);

  private static float end(int y) {
    return (float) y + 0.5f;
  }

  private static float distance(int y) {
    return (float) (Integer.MAX_VALUE - y) + 0.5f;
  }

  private float value(float end, float distance, int word) {
    int bits = Float.floatToRawIntBits(end);
    float t = Float.intBitsToFloat((bits & 0x7FFFFF) | 0x3F800000) - 1;
    return Fit.flipped(value((bits - FIRST) >>> (23 - pieceBits()), t, distance), word);
  }

  @Override
  public final float at(int word) {
    int y = word ^ (word >> 31);
    return value(end(y), distance(y), word);
  }

  @Override
  public final void block(int[] words, float[] values) {
    Passes.fold(words, folded);
    Passes.convertHalf(folded, 1, ends);
    // 2^31 - 1 - y
    for (int i = 0; i < BLOCK; i++) {
      folded[i] ^= Integer.MAX_VALUE;
    }
    Passes.convertHalf(folded, 1, distances);
    for (int i = 0; i < BLOCK; i++) {
      values[i] = value(ends[i], distances[i], words[i]);
    }
  }

  @Override
  public final float[] table() {
    return table;
  }
}
