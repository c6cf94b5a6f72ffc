package io.tensorinit.random;

import io.tensorinit.function.Quantile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A continuous distribution's quantile function as a table of polynomials over the random word: no
 * logarithm, no branch, the same lookup for every distribution on every backend.
 *
 * <p>The probability's distance from the nearer end, {@code v} or {@code 1 - v}, is divided into
 * octaves ([1/4, 1/2), [1/8, 1/4), ...) and each octave into equal pieces. In each piece the
 * quantile is a polynomial in {@code t}, the distance from the piece's inner edge (the one nearer
 * to 1/2) as a fraction of the piece. So both tails are followed to the outermost word, and a
 * quantile that is 0 at v = 1/2 keeps its relative accuracy down to there. With {@code W} random
 * bits (32, or the 53 of float64) and {@code 2^P} pieces an octave (16, or 4):
 *
 * <pre>
 *   y = min(x, ~x)                       the word folded to the nearer end, W - 1 bits
 *   w = 2 y + 1                          odd, W bits: the distance from the end is w 2^-(W+1)
 *   k = leading zeros of w               the octave, 0 .. W - 1
 *   n = w 2^k                            its top bit is set
 *   piece = the P bits of n below the top bit
 *   t = (M - n mod M) / M                in (0, 1], M = 2^(W-1-P); float32's is rounded once
 *   row = 2^P k + piece
 *   z = the row's polynomial at t, by Horner's rule with fused multiply-add
 * </pre>
 *
 * <p>The rows are those of the lower half, v below 1/2. An {@linkplain Quantile#isOdd odd} function
 * has no others, and the upper half's values are the lower half's with the other sign. Any other
 * function has as many rows again for the upper half.
 *
 * <p><b>Coefficients.</b> A row's polynomial, a cubic in float32 and of degree 12 in float64, goes
 * through the quantiles at {@linkplain Interpolation#chebyshev Chebyshev's places} t_j of [0, 1],
 * in the innermost row (the one that ends at 1/2) at {@linkplain Interpolation#radau Radau's},
 * which begin with 0: there the distance from the end is {@code d = (1 + (piece + 1 - t_j) / 2^P)
 * 2^-(k+2)}. It is worked out in double. In float32 the coefficients of a row are then rounded to
 * multiples of 2^-27 of the power of two of its largest one, and to float32, each to nearest, ties
 * to even: so coarse that exact arithmetic comes to the same bits but for one coefficient in a
 * million, of which the standard normal and the usual windows have none.
 *
 * <p>Accuracy for quantile functions that are smooth on every piece (all of {@link Quantiles}, with
 * shapes like those of the tests): 3 ulp in float32 and 8 in float64, of the largest value in the
 * piece, so a zero crossing elsewhere than at 1/2 is exact in the absolute, not in the relative
 * sense. A quantile that grows by a large factor within a piece (a log-normal of std 3) is followed
 * less closely, and a jump or a kink inside of a piece is smoothed over that piece.
 *
 * <p>Tables are immutable, and safe for use by many threads. The standard normal's stay, and of the
 * others the last {@value #KEPT} of each precision, by quantile function.
 */
public final class QuantileTable {
  /** Tables that are kept: 16 KiB each in float32, 43 KiB in float64, half of that for odd ones. */
  static final int KEPT = 64;

  private QuantileTable() {}

  /** The last tables used, by quantile function. */
  private abstract static class Kept<T> {
    /** In the order of their last use. */
    private final Map<Quantile, T> tables = new LinkedHashMap<>(16, 0.75f, true);

    abstract T build(Quantile quantile);

    /** Builds without the lock: a quantile function may be slow, or ask for tables itself. */
    T of(Quantile quantile) {
      synchronized (tables) {
        T kept = tables.get(quantile);
        if (kept != null) {
          return kept;
        }
      }
      T built = build(quantile);
      synchronized (tables) {
        T kept = tables.putIfAbsent(quantile, built);
        if (tables.size() > KEPT) {
          tables.remove(tables.keySet().iterator().next());
        }
        return kept == null ? built : kept;
      }
    }
  }

  /**
   * A row's polynomial.
   *
   * @param quantile the quantile function
   * @param row the row, 2^P k + piece, and as many as a half has more for the upper half
   * @param rows how many a half has
   * @param pieceBits P
   * @param inside the places of every row but the innermost
   * @param innermost those of the innermost
   * @return the coefficients, constant first
   * @throws IllegalArgumentException if a quantile at a place is not finite
   */
  private static double[] row(
      Quantile quantile, int row, int rows, int pieceBits, double[] inside, double[] innermost) {
    int pieces = 1 << pieceBits;
    int ofHalf = row % rows;
    int octave = ofHalf >> pieceBits;
    int piece = ofHalf & (pieces - 1);
    double[] places = ofHalf == pieces - 1 ? innermost : inside;
    double[] values = new double[places.length];
    for (int j = 0; j < places.length; j++) {
      double inOctave = 1 + (piece + 1 - places[j]) / pieces;
      values[j] = value(quantile, row >= rows, Math.scalb(inOctave, -2 - octave));
    }
    double[] coefficients = Interpolation.polynomial(places, values);
    for (double coefficient : coefficients) {
      if (!Double.isFinite(coefficient)) {
        throw tooSteep(coefficient);
      }
    }
    return coefficients;
  }

  private static IllegalArgumentException tooSteep(double coefficient) {
    return new IllegalArgumentException(
        "quantile must change by a finite number from one piece of an octave to the next, but"
            + " does by about "
            + coefficient);
  }

  /** The quantile at a distance from an end. */
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

  /** The table of float32: cubics on 16 pieces an octave. */
  public static final class Float32 {
    /** Rows of either half. */
    public static final int ROWS = Integer.SIZE << Float32.PIECE_BITS;

    /** Coefficients of a row. */
    public static final int COEFFICIENTS = 4;

    /** P. */
    static final int PIECE_BITS = 4;

    /** 2^PLACE_BITS is M. */
    static final int PLACE_BITS = Integer.SIZE - 1 - PIECE_BITS;

    private static final int GRID_BITS = 27;

    private static final double[] INSIDE = Interpolation.chebyshev(COEFFICIENTS);
    private static final double[] INNERMOST = Interpolation.radau(COEFFICIENTS);

    private static final Kept<Float32> TABLES =
        new Kept<>() {
          @Override
          Float32 build(Quantile quantile) {
            return new Float32(quantile);
          }
        };

    private final Quantile quantile;
    private final float[] rows;
    private final float low;
    private final float high;

    /** What turns the sign of the upper half's values: the sign bit if odd, else nothing. */
    private final int signMask;

    /** What the index of the upper half's rows has more: nothing if odd. */
    private final int upperRows;

    /** See {@link #bothHalves}. */
    private final float[] bothHalves;

    private Float32(Quantile quantile) {
      this.quantile = quantile;
      double[] ends = ends(quantile, Integer.SIZE);
      this.low = Parameters.float32("quantile", ends[0]);
      this.high = Parameters.float32("quantile", ends[1]);
      this.rows = new float[(quantile.isOdd() ? 1 : 2) * ROWS * COEFFICIENTS];
      for (int at = 0; at < rows.length; at += COEFFICIENTS) {
        put(at, row(quantile, at / COEFFICIENTS, ROWS, PIECE_BITS, INSIDE, INNERMOST));
      }
      this.signMask = quantile.isOdd() ? Integer.MIN_VALUE : 0;
      this.upperRows = quantile.isOdd() ? 0 : ROWS;
      this.bothHalves = quantile.isOdd() ? mirrored(rows) : rows;
    }

    /**
     * An odd table with its upper half: the lower half's rows with the other sign.
     *
     * @return nothing if that is not the same as turning the sign of z, which it is unless terms of
     *     different sign cancel each other to a zero
     */
    private static float[] mirrored(float[] rows) {
      float[] both = Arrays.copyOf(rows, 2 * rows.length);
      for (int at = 0; at < rows.length; at += COEFFICIENTS) {
        if (mayCancel(rows, at)) {
          return new float[0];
        }
        for (int i = at; i < at + COEFFICIENTS; i++) {
          both[rows.length + i] = -rows[i];
        }
      }
      return both;
    }

    /** Whether a row's polynomial might be zero for some t in (0, 1], however it is rounded. */
    private static boolean mayCancel(float[] rows, int at) {
      double rest = 1.01 * (Math.abs((double) rows[at + 2]) + Math.abs((double) rows[at + 3]));
      double slope = rows[at + 1];
      double constant = rows[at];
      boolean slopeRules = Math.abs(slope) > rest && slope * constant >= 0;
      return !slopeRules && Math.abs(constant) <= 1.01 * Math.abs(slope) + rest;
    }

    /**
     * The table of a distribution, built unless it is kept: 2048 calls of the quantile function if
     * it is odd, else 4096.
     *
     * @param quantile the quantile function
     * @return the table
     * @throws IllegalArgumentException if the quantile function is not finite somewhere inside of
     *     (0, 1), decreases from end to end, or overflows float32, itself or by a jump
     */
    public static Float32 of(Quantile quantile) {
      return quantile == NormalQuantile.STANDARD ? standardNormal() : TABLES.of(quantile);
    }

    /**
     * The standard normal's table.
     *
     * @return always the same
     */
    public static Float32 standardNormal() {
      return Standard32.TABLE;
    }

    /** Rounds a row's coefficients and keeps them. */
    private void put(int firstCoefficient, double[] coefficients) {
      double largest = 0;
      for (double coefficient : coefficients) {
        largest = Math.max(largest, Math.abs(coefficient));
      }
      int shift = GRID_BITS - Math.getExponent(largest);
      for (int i = 0; i < COEFFICIENTS; i++) {
        // adding 0 leaves no zero with a sign
        double onGrid = Math.scalb(Math.rint(Math.scalb(coefficients[i], shift)), -shift) + 0.0;
        rows[firstCoefficient + i] = (float) onGrid;
        if (Float.isInfinite(rows[firstCoefficient + i])) {
          throw tooSteep(onGrid);
        }
      }
    }

    /**
     * The quantile of a word.
     *
     * @param word the element's word
     * @return z
     */
    public float at(int word) {
      int w = ((word << 1) ^ (word >> 31)) | 1;
      int octave = Integer.numberOfLeadingZeros(w);
      int n = w << octave;
      // n >>> PLACE_BITS is 16 and the piece; n's low bits less M are -M t
      int row = (octave << PIECE_BITS) + (n >>> PLACE_BITS) - (1 << PIECE_BITS);
      float t = (float) (n | (-1 << PLACE_BITS)) * -0x1p-27f;
      int at = (row + ((word >> 31) & upperRows)) * COEFFICIENTS;
      float z = Math.fma(rows[at + 3], t, rows[at + 2]);
      z = Math.fma(z, t, rows[at + 1]);
      z = Math.fma(z, t, rows[at]);
      return Float.intBitsToFloat(Float.floatToRawIntBits(z) ^ (word & signMask));
    }

    /**
     * The distribution.
     *
     * @return the quantile function that the table was made of
     */
    public Quantile quantile() {
      return quantile;
    }

    /**
     * Whether the lower half's rows serve for the upper half.
     *
     * @return {@link Quantile#isOdd}
     */
    public boolean isOdd() {
      return signMask != 0;
    }

    /**
     * The table as kernels read it: row after row, each constant first, the upper half's rows
     * behind the lower half's.
     *
     * @return a copy, 2048 floats if odd, else 4096
     */
    public float[] coefficients() {
      return rows.clone();
    }

    /**
     * The rows of both halves, so that no sign is to be turned: where the distribution is odd, the
     * upper half's are the lower half's with the other sign. Not to be changed.
     *
     * @return 4096 floats; none where the values would differ by a zero's sign
     */
    float[] bothHalves() {
      return bothHalves;
    }

    /**
     * The quantile of the lowest word.
     *
     * @return the quantile at v = 2^-33
     */
    public float low() {
      return low;
    }

    /**
     * The quantile of the highest word.
     *
     * @return the quantile at 1 - v = 2^-33
     */
    public float high() {
      return high;
    }

    /** Made when first asked for. */
    private static final class Standard32 {
      static final Float32 TABLE = new Float32(NormalQuantile.STANDARD);

      private Standard32() {}
    }
  }

  /** The table of float64: polynomials of degree 12 on 4 pieces an octave. */
  public static final class Float64 {
    /** Rows of either half. */
    public static final int ROWS = UnitInterval.DIGITS << Float64.PIECE_BITS;

    /** Coefficients of a row. */
    public static final int COEFFICIENTS = 13;

    /** P. */
    static final int PIECE_BITS = 2;

    /** What stands left of 53 digits in a long. */
    static final int MARGIN = Long.SIZE - UnitInterval.DIGITS;

    /** 2^PLACE_BITS is M, counted in 64 bits: n is shifted to the left end of a long. */
    static final int PLACE_BITS = Long.SIZE - 1 - PIECE_BITS;

    private static final double[] INSIDE = Interpolation.chebyshev(COEFFICIENTS);
    private static final double[] INNERMOST = Interpolation.radau(COEFFICIENTS);

    private static final Kept<Float64> TABLES =
        new Kept<>() {
          @Override
          Float64 build(Quantile quantile) {
            return new Float64(quantile);
          }
        };

    private final Quantile quantile;
    private final double[] rows;
    private final double low;
    private final double high;
    private final long signMask;
    private final int upperRows;

    private Float64(Quantile quantile) {
      this.quantile = quantile;
      double[] ends = ends(quantile, UnitInterval.DIGITS);
      this.low = ends[0];
      this.high = ends[1];
      this.rows = new double[(quantile.isOdd() ? 1 : 2) * ROWS * COEFFICIENTS];
      for (int at = 0; at < rows.length; at += COEFFICIENTS) {
        double[] row = row(quantile, at / COEFFICIENTS, ROWS, PIECE_BITS, INSIDE, INNERMOST);
        System.arraycopy(row, 0, rows, at, COEFFICIENTS);
      }
      this.signMask = quantile.isOdd() ? Long.MIN_VALUE : 0;
      this.upperRows = quantile.isOdd() ? 0 : ROWS;
    }

    /**
     * The table of a distribution, built unless it is kept: 2756 calls of the quantile function if
     * it is odd, else 5512.
     *
     * @param quantile the quantile function
     * @return the table
     * @throws IllegalArgumentException if the quantile function is not finite somewhere inside of
     *     (0, 1), decreases from end to end, or jumps by more than float64 holds
     */
    public static Float64 of(Quantile quantile) {
      return quantile == NormalQuantile.STANDARD ? standardNormal() : TABLES.of(quantile);
    }

    /**
     * The standard normal's table.
     *
     * @return always the same
     */
    public static Float64 standardNormal() {
      return Standard64.TABLE;
    }

    /**
     * The quantile of 53 digits.
     *
     * @param digits the element's digits, in [0, 2^53)
     * @return z
     */
    public double at(long digits) {
      long x = digits << MARGIN;
      // the digits behind the margin, as a word is folded
      long w = (((x << 1) ^ (x >> 63)) >>> MARGIN) | 1;
      int octave = Long.numberOfLeadingZeros(w) - MARGIN;
      long n = w << (octave + MARGIN);
      int row = (octave << PIECE_BITS) + (int) (n >>> PLACE_BITS) - (1 << PIECE_BITS);
      double t = (double) (n | (-1L << PLACE_BITS)) * -0x1p-61;
      int at = (row + ((int) (x >> 63) & upperRows)) * COEFFICIENTS;
      double z = rows[at + COEFFICIENTS - 1];
      for (int i = COEFFICIENTS - 2; i >= 0; i--) {
        z = Math.fma(z, t, rows[at + i]);
      }
      return Double.longBitsToDouble(Double.doubleToRawLongBits(z) ^ (x & signMask));
    }

    /**
     * The distribution.
     *
     * @return the quantile function that the table was made of
     */
    public Quantile quantile() {
      return quantile;
    }

    /**
     * Whether the lower half's rows serve for the upper half.
     *
     * @return {@link Quantile#isOdd}
     */
    public boolean isOdd() {
      return signMask != 0;
    }

    /**
     * The table as kernels read it: row after row, each constant first, the upper half's rows
     * behind the lower half's.
     *
     * @return a copy, 2756 doubles if odd, else 5512
     */
    public double[] coefficients() {
      return rows.clone();
    }

    /** The rows, which are not to be changed. */
    double[] rows() {
      return rows;
    }

    /** What the index of the upper half's rows has more: nothing if odd. */
    int upperRows() {
      return upperRows;
    }

    /**
     * The quantile of the lowest digits.
     *
     * @return the quantile at v = 2^-54
     */
    public double low() {
      return low;
    }

    /**
     * The quantile of the highest digits.
     *
     * @return the quantile at 1 - v = 2^-54
     */
    public double high() {
      return high;
    }

    /** Made when first asked for. */
    private static final class Standard64 {
      static final Float64 TABLE = new Float64(NormalQuantile.STANDARD);

      private Standard64() {}
    }
  }
}
