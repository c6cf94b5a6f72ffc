package io.tensorinit.random;

import io.tensorinit.function.Quantile;

/**
 * More quantile functions of common distributions that have a closed form, for {@link
 * QuantileTable}; {@link Quantiles} has the first ones. Each is formed from the nearer of {@code v}
 * and {@code 1 - v}. All throw {@link IllegalArgumentException} for parameters that are NaN,
 * infinite or outside of the stated range.
 *
 * <p>Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1995), Continuous Univariate Distributions 2;
 * chapters 22, 23, 25 and 26; P. Kumaraswamy (1980), A generalized probability density function for
 * double-bounded random processes.
 */
public final class ClosedForms {
  private static final double HALF_PI = StrictMath.PI / 2;

  private ClosedForms() {}

  /**
   * The triangular distribution.
   *
   * @param low the least value
   * @param high the largest, not below {@code low}
   * @param peak where the density is largest, from {@code low} to {@code high}
   * @return the quantile
   */
  public static Quantile triangular(double low, double high, double peak) {
    Parameters.finite("low", low);
    Parameters.finite("high", high);
    Parameters.ordered("low", low, "peak", Parameters.finite("peak", peak));
    Parameters.ordered("peak", peak, "high", high);
    double width = Parameters.notNegative("high - low", high - low);
    double below = (peak - low) / width;
    return (v, c) ->
        v <= below
            ? low + Math.sqrt(v * width * (peak - low))
            : high - Math.sqrt(c * width * (high - peak));
  }

  /**
   * The arcsine distribution: the density grows towards both ends.
   *
   * @param low the least value
   * @param high the largest, not below {@code low}
   * @return {@code low + (high - low) sin^2(pi v / 2)}
   */
  public static Quantile arcsine(double low, double high) {
    Parameters.finite("low", low);
    Parameters.finite("high", high);
    double width = Parameters.notNegative("high - low", high - low);
    return (v, c) -> {
      double sine = StrictMath.sin(HALF_PI * Math.min(v, c));
      return v < c ? Math.fma(width, sine * sine, low) : Math.fma(-width, sine * sine, high);
    };
  }

  /**
   * Kumaraswamy's distribution on [0, 1].
   *
   * @param a the exponent of x, above 0
   * @param b the exponent of 1 - x^a, above 0
   * @return {@code (1 - (1 - v)^(1/b))^(1/a)}
   */
  public static Quantile kumaraswamy(double a, double b) {
    Parameters.positive("a", a);
    Parameters.positive("b", b);
    return (v, c) -> {
      double power = -StrictMath.expm1(-unitExponential(v, c) / b);
      return StrictMath.pow(power, 1 / a);
    };
  }

  /**
   * The power distribution: x^shape is uniform.
   *
   * @param shape the exponent, above 0
   * @param high the largest value, above 0
   * @return {@code high v^(1/shape)}
   */
  public static Quantile power(double shape, double high) {
    Parameters.positive("shape", shape);
    Parameters.positive("high", high);
    return (v, c) ->
        high
            * (v < c ? StrictMath.pow(v, 1 / shape) : StrictMath.exp(StrictMath.log1p(-c) / shape));
  }

  /**
   * The Frechet distribution of maxima.
   *
   * @param shape the tail's exponent, above 0
   * @param scale the 37th percentile, above 0
   * @return {@code scale (-ln v)^(-1/shape)}
   */
  public static Quantile frechet(double shape, double scale) {
    Parameters.positive("shape", shape);
    Parameters.positive("scale", scale);
    return (v, c) -> scale * StrictMath.pow(unitExponential(c, v), -1 / shape);
  }

  /**
   * The log-logistic distribution.
   *
   * @param shape the exponent, above 0
   * @param scale the median, above 0
   * @return {@code scale (v / (1 - v))^(1/shape)}
   */
  public static Quantile logLogistic(double shape, double scale) {
    Parameters.positive("shape", shape);
    Parameters.positive("scale", scale);
    return (v, c) -> scale * StrictMath.pow(v / c, 1 / shape);
  }

  /**
   * The Levy distribution: low plus scale over the square of a standard normal.
   *
   * @param low the lower end
   * @param scale the factor, above 0
   * @return {@code low + scale / z^2}, z the normal quantile at 1 - v / 2
   */
  public static Quantile levy(double low, double scale) {
    Parameters.finite("low", low);
    Parameters.positive("scale", scale);
    return (v, c) -> {
      double z = NormalQuantile.distance(c, v);
      return Math.min(low + scale / (z * z), Double.MAX_VALUE);
    };
  }

  /**
   * The Gompertz distribution of ages.
   *
   * @param rate how fast mortality grows, above 0
   * @param shape the mortality at 0 in units of the rate, above 0
   * @return {@code ln(1 - ln(1 - v) / shape) / rate}
   */
  public static Quantile gompertz(double rate, double shape) {
    Parameters.positive("rate", rate);
    Parameters.positive("shape", shape);
    return (v, c) -> StrictMath.log1p(unitExponential(v, c) / shape) / rate;
  }

  /**
   * The Gumbel distribution of minima.
   *
   * @param mode the mode
   * @param scale std sqrt(6) / pi, above 0
   * @return {@code mode + scale ln(-ln(1 - v))}
   */
  public static Quantile gumbelOfMinima(double mode, double scale) {
    Parameters.finite("mode", mode);
    Parameters.positive("scale", scale);
    return (v, c) -> Math.fma(scale, StrictMath.log(unitExponential(v, c)), mode);
  }

  /**
   * The hyperbolic secant distribution.
   *
   * @param mean the centre
   * @param std the standard deviation, above 0
   * @return {@code mean + 2 std / pi ln(tan(pi v / 2))}
   */
  public static Quantile hyperbolicSecant(double mean, double std) {
    Parameters.finite("mean", mean);
    double factor = Parameters.positive("std", std) / HALF_PI;
    return new Quantile() {
      @Override
      public double at(double v, double complement) {
        return Math.fma(factor, unitSecant(v, complement), mean);
      }

      @Override
      public boolean isOdd() {
        return mean == 0;
      }
    };
  }

  private static double unitSecant(double v, double c) {
    double tail = Math.min(v, c);
    double distance;
    if (tail < 0.25) {
      distance = -StrictMath.log(StrictMath.tan(HALF_PI * tail));
    } else {
      double tangent = StrictMath.tan(HALF_PI * Math.abs(c - v));
      // asinh
      distance =
          StrictMath.log1p(tangent + tangent * tangent / (1 + Math.sqrt(1 + tangent * tangent)));
    }
    return v < c ? -distance : distance;
  }

  /** -ln(1 - v). */
  private static double unitExponential(double v, double complement) {
    return v < complement ? -StrictMath.log1p(-v) : -StrictMath.log(complement);
  }
}
