package io.tensorinit.random;

import io.tensorinit.function.Quantile;

/**
 * Quantile functions of common distributions, for {@link QuantileTable}. Each is formed from the
 * nearer of {@code v} and {@code 1 - v}, so both tails keep their digits. All throw {@link
 * IllegalArgumentException} for parameters that are NaN, infinite or outside of the stated range.
 *
 * <p>Source: L. Devroye, "Non-Uniform Random Variate Generation" (1986), chapter II.2.
 */
public final class Quantiles {
  /** Where tan is better taken as 1 / tan of the distance from the end. */
  private static final double QUARTER = 0.25;

  /** From this |z| on the float64 normal quantile is worth correcting. */
  private static final double REST_FROM = 1.5;

  private Quantiles() {}

  /**
   * The log-uniform distribution: the logarithm is uniform on [ln low, ln high].
   *
   * @param low lower bound, above 0
   * @param high upper bound, not below {@code low}
   * @return {@code low^(1-v) high^v}
   */
  public static Quantile logUniform(double low, double high) {
    Parameters.positive("low", low);
    Parameters.positive("high", high);
    Parameters.ordered("low", low, "high", high);
    double width = StrictMath.log(high) - StrictMath.log(low);
    return (v, c) -> v < c ? low * StrictMath.exp(v * width) : high * StrictMath.exp(-c * width);
  }

  /**
   * The log-normal distribution: the logarithm is N(mean, std^2).
   *
   * @param mean mean of the logarithm
   * @param std standard deviation of the logarithm, 0 or above
   * @return {@code exp(mean + std z)}, z the standard normal quantile
   */
  public static Quantile logNormal(double mean, double std) {
    Parameters.finite("mean", mean);
    Parameters.notNegative("std", std);
    return (v, c) -> {
      double z = NormalQuantile.at(v, c);
      return expOfProduct(std, z, normalRest(z, Math.min(v, c)), mean);
    };
  }

  /**
   * What {@code z} lacks to the quantile with the tail {@code p}, where its own rounding is large
   * enough to matter in an exponent: a step of Newton's method.
   */
  private static double normalRest(double z, double p) {
    double distance = Math.abs(z);
    if (distance < REST_FROM) {
      return 0;
    }
    double excess = NormalWindow.mass(distance, Double.POSITIVE_INFINITY, 0) - p;
    return Math.copySign(excess / NormalWindow.density(z), z * excess);
  }

  /** exp(factor (z + rest) + summand), with the rounding errors of the exponent taken back. */
  private static double expOfProduct(double factor, double z, double rest, double summand) {
    double product = factor * z;
    double productRest = Math.fma(factor, z, -product);
    double sum = product + summand;
    double part = sum - product;
    double sumRest = (product - (sum - part)) + (summand - part);
    double exponentRest = sumRest + Math.fma(factor, rest, productRest);
    return Double.isInfinite(sum) ? StrictMath.exp(sum) : StrictMath.exp(sum) * (1 + exponentRest);
  }

  /**
   * The distribution of |z| std, z standard normal.
   *
   * @param std standard deviation of the whole normal, 0 or above
   * @return the normal quantile at (1 + v) / 2
   */
  public static Quantile halfNormal(double std) {
    Parameters.notNegative("std", std);
    return (v, c) -> std * NormalQuantile.distance(v, c);
  }

  /**
   * The exponential distribution.
   *
   * @param scale the mean (1 / rate), above 0
   * @return {@code -scale ln(1 - v)}
   */
  public static Quantile exponential(double scale) {
    Parameters.positive("scale", scale);
    return (v, c) -> scale * unitExponential(v, c);
  }

  /**
   * The Laplace (double exponential) distribution.
   *
   * @param mean the centre
   * @param scale mean distance from the centre (std / sqrt 2), above 0
   * @return {@code mean + scale ln(2 v)} below 1/2, {@code mean - scale ln(2 (1 - v))} above
   */
  public static Quantile laplace(double mean, double scale) {
    Parameters.finite("mean", mean);
    Parameters.positive("scale", scale);
    return symmetric(
        mean,
        (v, c) ->
            v < c
                ? Math.fma(scale, StrictMath.log(2 * v), mean)
                : Math.fma(-scale, StrictMath.log(2 * c), mean));
  }

  /**
   * The Cauchy distribution; it has no mean and no variance.
   *
   * @param median the centre
   * @param scale half the interquartile range, above 0
   * @return {@code median + scale tan(pi (v - 1/2))}
   */
  public static Quantile cauchy(double median, double scale) {
    Parameters.finite("median", median);
    Parameters.positive("scale", scale);
    return symmetric(median, (v, c) -> Math.fma(scale, unitCauchy(v, c), median));
  }

  private static double unitCauchy(double v, double complement) {
    if (v < QUARTER) {
      return -1 / StrictMath.tan(StrictMath.PI * v);
    }
    if (complement < QUARTER) {
      return 1 / StrictMath.tan(StrictMath.PI * complement);
    }
    return StrictMath.tan(0.5 * StrictMath.PI * (v - complement));
  }

  /**
   * The logistic distribution.
   *
   * @param mean the centre
   * @param scale std sqrt(3) / pi, above 0
   * @return {@code mean + scale ln(v / (1 - v))}
   */
  public static Quantile logistic(double mean, double scale) {
    Parameters.finite("mean", mean);
    Parameters.positive("scale", scale);
    return symmetric(
        mean,
        (v, c) ->
            v < c ? Math.fma(-scale, logRatio(c, v), mean) : Math.fma(scale, logRatio(v, c), mean));
  }

  /** ln(larger / smaller) of two that add up to 1. */
  private static double logRatio(double larger, double smaller) {
    return StrictMath.log1p((larger - smaller) / smaller);
  }

  /**
   * The Gumbel distribution of maxima.
   *
   * @param mode the mode
   * @param scale std sqrt(6) / pi, above 0
   * @return {@code mode - scale ln(-ln v)}
   */
  public static Quantile gumbel(double mode, double scale) {
    Parameters.finite("mode", mode);
    Parameters.positive("scale", scale);
    return (v, c) -> Math.fma(-scale, StrictMath.log(unitExponential(c, v)), mode);
  }

  /**
   * The Weibull distribution.
   *
   * @param shape the exponent k, above 0
   * @param scale the 63rd percentile, above 0
   * @return {@code scale (-ln(1 - v))^(1/k)}
   */
  public static Quantile weibull(double shape, double scale) {
    Parameters.positive("shape", shape);
    Parameters.positive("scale", scale);
    return (v, c) -> scale * StrictMath.pow(unitExponential(v, c), 1 / shape);
  }

  /**
   * The Rayleigh distribution.
   *
   * @param scale the mode, above 0
   * @return {@code scale sqrt(-2 ln(1 - v))}
   */
  public static Quantile rayleigh(double scale) {
    Parameters.positive("scale", scale);
    return (v, c) -> scale * Math.sqrt(2 * unitExponential(v, c));
  }

  /**
   * The Pareto distribution.
   *
   * @param shape the tail's exponent, above 0
   * @param low the smallest value, above 0
   * @return {@code low (1 - v)^(-1/shape)}
   */
  public static Quantile pareto(double shape, double low) {
    Parameters.positive("shape", shape);
    Parameters.positive("low", low);
    return (v, c) ->
        low
            * (v < c
                ? StrictMath.exp(-StrictMath.log1p(-v) / shape)
                : StrictMath.pow(c, -1 / shape));
  }

  /** A distribution that is symmetric about its centre: odd where that is 0. */
  private static Quantile symmetric(double centre, Quantile quantile) {
    return new Quantile() {
      @Override
      public double at(double v, double complement) {
        return quantile.at(v, complement);
      }

      @Override
      public boolean isOdd() {
        return centre == 0;
      }
    };
  }

  /** -ln(1 - v). */
  private static double unitExponential(double v, double complement) {
    return v < complement ? -StrictMath.log1p(-v) : -StrictMath.log(complement);
  }
}
