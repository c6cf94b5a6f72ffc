package io.tensorinit.random;

/**
 * Any continuous distribution by its quantile function, as a table of polynomials: no logarithm, no
 * branch, the same lookup on every backend.
 *
 * <p>The probability's distance from the nearer end, {@code v} or {@code 1 - v}, is divided into
 * octaves ([1/4, 1/2), [1/8, 1/4), ...) and each octave into 16 equal pieces; in each piece the
 * quantile is a polynomial through its values at Chebyshev points. So both tails are followed to
 * the outermost word. With {@code W} the number of random bits (32 or 53):
 *
 * <pre>
 *   y = min(x, ~x)                       the folded word, W - 1 bits
 *   w = 2 y + 1                          odd, W bits; the distance from the end is w 2^-(W+1)
 *   octave = leading zeros of w          0 .. W - 1
 *   n = w shifted left by octave         its top bit is set
 *   piece = the 4 bits of n below the top bit
 *   place = the other bits of n, as a fraction in [0, 1)
 *   row = ((x is in the upper half ? W : 0) + octave) * 16 + piece
 * </pre>
 *
 * <p>The value is the row's polynomial at the place, by Horner's rule with fused multiply-add,
 * clamped to the quantiles of the outermost words, so a distribution on an interval stays there.
 *
 * <p>Accuracy for quantile functions that are smooth on every piece (all of {@link Quantiles}, with
 * shapes like those of the tests): 3 ulp in float32 and 8 in float64, of the largest value in the
 * piece, so a zero crossing inside of a piece is exact in the absolute, not in the relative sense.
 * A quantile that grows by a large factor within a piece (a log-normal of std 3: 8 ulp in float32)
 * is followed less closely, and a jump or a kink inside of a piece is smoothed over that piece.
 *
 * <p>Building calls the quantile function 4096 times for float32 and 15264 times for float64.
 */
public final class QuantileTable {
  private static final int PIECE_BITS = 4;

  /** Pieces an octave. */
  public static final int PIECES = 1 << PIECE_BITS;

  private QuantileTable() {}

  /**
   * Evaluates the quantile function in one piece.
   *
   * @param quantile the quantile function
   * @param upper whether the piece lies above v = 1/2
   * @param octave its octave
   * @param piece its number in the octave
   * @param places where in the piece, each in [0, 1]
   * @return the quantiles there
   * @throws IllegalArgumentException if one is not finite
   */
  private static double[] values(
      Quantile quantile, boolean upper, int octave, int piece, double[] places) {
    double[] values = new double[places.length];
    for (int i = 0; i < places.length; i++) {
      double distance = Math.scalb(PIECES + piece + places[i], -PIECE_BITS - 2 - octave);
      values[i] = value(quantile, upper, distance);
    }
    return values;
  }

  private static double value(Quantile quantile, boolean upper, double distance) {
    double v = upper ? 1 - distance : distance;
    double value = quantile.at(v, upper ? distance : 1 - distance);
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          "quantile must be finite inside of (0, 1), but at v = " + v + " it is " + value);
    }
    return value;
  }

  /** The quantiles of the two outermost words of {@code bits} bits. */
  private static double[] ends(Quantile quantile, int bits) {
    double distance = Math.scalb(1.0, -bits - 1);
    double low = value(quantile, false, distance);
    double high = value(quantile, true, distance);
    if (low > high) {
      throw new IllegalArgumentException(
          "quantile must not decrease, but goes from " + low + " down to " + high);
    }
    return new double[] {low, high};
  }

  /** Chebyshev points of [0, 1]. */
  private static double[] places(int count) {
    double[] places = Interpolation.chebyshevNodes(count);
    for (int i = 0; i < count; i++) {
      places[i] = 0.5 + 0.5 * places[i];
    }
    return places;
  }

  /**
   * The float32 element function: cubics in {@code place}.
   *
   * <p>A kernel is given {@link #coefficients()} and the two ends. The place is the low 27 bits of
   * {@code n}, converted to float (one rounding) and multiplied with 2^-27.
   */
  public static final class Float32 implements Float32Law {
    /** Random bits of an element: the number of octaves on either side. */
    public static final int OCTAVES = 32;

    /** Coefficients of a row. */
    public static final int COEFFICIENTS = 4;

    private static final int PLACE_BITS = OCTAVES - 1 - PIECE_BITS;

    private final float[] table;
    private final float low;
    private final float high;

    private Float32(float[] table, float low, float high) {
      this.table = table;
      this.low = low;
      this.high = high;
    }

    /**
     * Builds the table.
     *
     * @param quantile the quantile function
     * @return the element function
     * @throws IllegalArgumentException if the quantile function is not finite somewhere inside of
     *     (0, 1), decreases from end to end, or overflows float32
     */
    public static Float32 of(Quantile quantile) {
      double[] ends = ends(quantile, OCTAVES);
      float[] table = new float[2 * OCTAVES * PIECES * COEFFICIENTS];
      double[] places = places(COEFFICIENTS);
      int at = 0;
      for (int side = 0; side < 2; side++) {
        for (int octave = 0; octave < OCTAVES; octave++) {
          for (int piece = 0; piece < PIECES; piece++) {
            double[] values = values(quantile, side == 1, octave, piece, places);
            for (double coefficient : Interpolation.polynomial(places, values)) {
              table[at++] = Parameters.float32("quantile", coefficient);
            }
          }
        }
      }
      return new Float32(
          table, Parameters.float32("quantile", ends[0]), Parameters.float32("quantile", ends[1]));
    }

    @Override
    public float at(int word) {
      int w = 2 * FoldedWord.fold(word) + 1;
      int octave = Integer.numberOfLeadingZeros(w);
      int n = w << octave;
      int piece = n >>> PLACE_BITS & (PIECES - 1);
      float place = (float) (n & ((1 << PLACE_BITS) - 1)) * 0x1p-27f;
      int side = FoldedWord.lower(word) ? 0 : OCTAVES;
      int at = ((side + octave) * PIECES + piece) * COEFFICIENTS;
      float value = Math.fma(table[at + 3], place, table[at + 2]);
      value = Math.fma(value, place, table[at + 1]);
      value = Math.fma(value, place, table[at]);
      return Math.min(Math.max(value, low), high);
    }

    /**
     * The table: row after row, each constant first.
     *
     * @return a copy, 4096 floats
     */
    public float[] coefficients() {
      return table.clone();
    }

    /**
     * The smallest value.
     *
     * @return the quantile at v = 2^-33
     */
    public float low() {
      return low;
    }

    /**
     * The largest value.
     *
     * @return the quantile at 1 - v = 2^-33
     */
    public float high() {
      return high;
    }
  }

  /**
   * The float64 element function: polynomials of degree 8 in {@code 2 place - 1}.
   *
   * <p>A kernel is given {@link #coefficients()} and the two ends. The place is the low 48 bits of
   * {@code n}; {@code 2 place - 1} is exact.
   */
  public static final class Float64 implements Float64Law {
    /** Random bits of an element: the number of octaves on either side. */
    public static final int OCTAVES = UnitInterval.DIGITS;

    /** Coefficients of a row. */
    public static final int COEFFICIENTS = 9;

    private static final int PLACE_BITS = OCTAVES - 1 - PIECE_BITS;

    private final double[] table;
    private final double low;
    private final double high;

    private Float64(double[] table, double low, double high) {
      this.table = table;
      this.low = low;
      this.high = high;
    }

    /**
     * Builds the table.
     *
     * @param quantile the quantile function
     * @return the element function
     * @throws IllegalArgumentException if the quantile function is not finite somewhere inside of
     *     (0, 1), or decreases from end to end
     */
    public static Float64 of(Quantile quantile) {
      double[] ends = ends(quantile, OCTAVES);
      double[] table = new double[2 * OCTAVES * PIECES * COEFFICIENTS];
      double[] nodes = Interpolation.chebyshevNodes(COEFFICIENTS);
      double[] places = places(COEFFICIENTS);
      int at = 0;
      for (int side = 0; side < 2; side++) {
        for (int octave = 0; octave < OCTAVES; octave++) {
          for (int piece = 0; piece < PIECES; piece++) {
            double[] values = values(quantile, side == 1, octave, piece, places);
            double[] row = Interpolation.polynomial(nodes, values);
            System.arraycopy(row, 0, table, at, COEFFICIENTS);
            at += COEFFICIENTS;
          }
        }
      }
      return new Float64(table, ends[0], ends[1]);
    }

    @Override
    public double at(long digits) {
      long w = 2 * FoldedWord.fold(digits) + 1;
      int octave = Long.numberOfLeadingZeros(w) - (Long.SIZE - OCTAVES);
      long n = w << octave;
      int piece = (int) (n >>> PLACE_BITS) & (PIECES - 1);
      double t = (n & ((1L << PLACE_BITS) - 1)) * 0x1p-47 - 1;
      int side = FoldedWord.lower(digits) ? 0 : OCTAVES;
      int at = ((side + octave) * PIECES + piece) * COEFFICIENTS;
      double value = table[at + COEFFICIENTS - 1];
      for (int k = COEFFICIENTS - 2; k >= 0; k--) {
        value = Math.fma(value, t, table[at + k]);
      }
      return Math.min(Math.max(value, low), high);
    }

    /**
     * The table: row after row, each constant first.
     *
     * @return a copy, 15264 doubles
     */
    public double[] coefficients() {
      return table.clone();
    }

    /**
     * The smallest value.
     *
     * @return the quantile at v = 2^-54
     */
    public double low() {
      return low;
    }

    /**
     * The largest value.
     *
     * @return the quantile at 1 - v = 2^-54
     */
    public double high() {
      return high;
    }
  }
}
