package io.tensorinit.random;

import io.tensorinit.function.Quantile;
import java.util.Objects;

/**
 * The element function of every continuous distribution but the uniform: the quantile of the
 * element's word, read from a table, scaled, shifted and held within bounds.
 *
 * <pre>
 *   value = min(max(fma(z, scale, shift), low), high)      z the word's entry of the table
 *
 *                      table                       scale  shift  low, high
 *   normal             standard normal             std    mean   none
 *   truncated normal   standard normal in a window std    mean   the bounds
 *   any other          its own                     1      -0.0   its outermost words' values
 * </pre>
 *
 * <p>One word an element, no rejection. A kernel is given the table and the four numbers.
 * Immutable, and safe for use by many threads. Making one costs the making of its {@link
 * QuantileTable} the first time, and next to nothing while that is kept.
 */
public final class QuantileElement {
  private static final double NONE = Double.POSITIVE_INFINITY;

  /** Added to a number it changes nothing, not even a zero's sign. */
  private static final double NO_SHIFT = -0.0;

  private QuantileElement() {}

  /**
   * The element function in float32.
   *
   * @param table the quantiles
   * @param scale what they are multiplied with
   * @param shift what is added
   * @param low the smallest value; -infinity: not bounded
   * @param high the largest value; +infinity: not bounded
   */
  public record Float32(
      QuantileTable.Float32 table, float scale, float shift, float low, float high)
      implements Float32Element {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if scale or shift is not finite, a bound is NaN, or {@code
     *     low > high}
     */
    public Float32 {
      Objects.requireNonNull(table, "table");
      Parameters.finite("scale", scale);
      Parameters.finite("shift", shift);
      Parameters.ordered("low", low, "high", high);
    }

    /**
     * N(mean, std^2): {@code fma(z, std, mean)}.
     *
     * @param mean the mean
     * @param std the standard deviation, 0 or above
     * @return the element function
     * @throws IllegalArgumentException if a parameter is NaN or infinite or overflows float32, or
     *     if {@code std} is negative
     */
    public static Float32 normal(double mean, double std) {
      Parameters.finite("mean", mean);
      Parameters.notNegative("std", std);
      return of(QuantileTable.Float32.standardNormal(), std, mean, -NONE, NONE);
    }

    /**
     * N(mean, std^2) cut to the closed interval [low, high].
     *
     * @param mean the mean before cutting
     * @param std the standard deviation before cutting
     * @param low the lower bound; may be -infinity
     * @param high the upper bound; may be +infinity
     * @return the element function; the constant {@code low} if that equals {@code high}
     * @throws IllegalArgumentException as {@link TruncatedNormalQuantile#check}, and if {@code
     *     mean} or {@code std} overflows float32
     */
    public static Float32 truncatedNormal(double mean, double std, double low, double high) {
      Quantile window = TruncatedNormalQuantile.quantile(mean, std, low, high);
      return of(QuantileTable.Float32.of(window), std, mean, low, low == high ? low : high);
    }

    /**
     * A distribution by its own quantiles.
     *
     * @param quantile the quantile function
     * @return the element function
     * @throws IllegalArgumentException as {@link QuantileTable.Float32#of}
     */
    public static Float32 of(Quantile quantile) {
      QuantileTable.Float32 table = QuantileTable.Float32.of(quantile);
      return of(table, 1, NO_SHIFT, table.low(), table.high());
    }

    private static Float32 of(
        QuantileTable.Float32 table, double scale, double shift, double low, double high) {
      return new Float32(
          table,
          Parameters.float32("std", scale),
          Parameters.float32("mean", shift),
          (float) low,
          (float) high);
    }

    @Override
    public float at(int word) {
      return placed(table.at(word));
    }

    private float placed(float z) {
      return Math.min(Math.max(Math.fma(z, scale, shift), low), high);
    }

    /**
     * Whether there are bounds to be held.
     *
     * @return false if {@code low} is -infinity and {@code high} is +infinity
     */
    public boolean isBounded() {
      return low != Float.NEGATIVE_INFINITY || high != Float.POSITIVE_INFINITY;
    }
  }

  /**
   * The element function in float64.
   *
   * @param table the quantiles
   * @param scale what they are multiplied with
   * @param shift what is added
   * @param low the smallest value; -infinity: not bounded
   * @param high the largest value; +infinity: not bounded
   */
  public record Float64(
      QuantileTable.Float64 table, double scale, double shift, double low, double high)
      implements Float64Element {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if scale or shift is not finite, a bound is NaN, or {@code
     *     low > high}
     */
    public Float64 {
      Objects.requireNonNull(table, "table");
      Parameters.finite("scale", scale);
      Parameters.finite("shift", shift);
      Parameters.ordered("low", low, "high", high);
    }

    /**
     * N(mean, std^2): {@code fma(z, std, mean)}.
     *
     * @param mean the mean
     * @param std the standard deviation, 0 or above
     * @return the element function
     * @throws IllegalArgumentException if a parameter is NaN or infinite, or if {@code std} is
     *     negative
     */
    public static Float64 normal(double mean, double std) {
      Parameters.finite("mean", mean);
      Parameters.notNegative("std", std);
      return new Float64(QuantileTable.Float64.standardNormal(), std, mean, -NONE, NONE);
    }

    /**
     * N(mean, std^2) cut to the closed interval [low, high].
     *
     * @param mean the mean before cutting
     * @param std the standard deviation before cutting
     * @param low the lower bound; may be -infinity
     * @param high the upper bound; may be +infinity
     * @return the element function; the constant {@code low} if that equals {@code high}
     * @throws IllegalArgumentException as {@link TruncatedNormalQuantile#check}
     */
    public static Float64 truncatedNormal(double mean, double std, double low, double high) {
      Quantile window = TruncatedNormalQuantile.quantile(mean, std, low, high);
      return new Float64(
          QuantileTable.Float64.of(window), std, mean, low, low == high ? low : high);
    }

    /**
     * A distribution by its own quantiles.
     *
     * @param quantile the quantile function
     * @return the element function
     * @throws IllegalArgumentException as {@link QuantileTable.Float64#of}
     */
    public static Float64 of(Quantile quantile) {
      QuantileTable.Float64 table = QuantileTable.Float64.of(quantile);
      return new Float64(table, 1, NO_SHIFT, table.low(), table.high());
    }

    @Override
    public double at(long digits) {
      return placed(table.at(digits));
    }

    private double placed(double z) {
      return Math.min(Math.max(Math.fma(z, scale, shift), low), high);
    }

    /**
     * Whether there are bounds to be held.
     *
     * @return false if {@code low} is -infinity and {@code high} is +infinity
     */
    public boolean isBounded() {
      return low != Double.NEGATIVE_INFINITY || high != Double.POSITIVE_INFINITY;
    }
  }
}
