package io.tensorinit.random;

import io.tensorinit.function.Quantile;

/**
 * Quantile functions of the beta distribution and of what follows from it, for {@link
 * QuantileTable}. Both tails keep their digits: about 1e-14 of the value for shapes from 0.2 to
 * 100,000. All throw {@link IllegalArgumentException} for parameters that are NaN, infinite or
 * outside of the stated range.
 *
 * <p>Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1995), Continuous Univariate Distributions 2,
 * chapters 25, 27 and 28.
 */
public final class BetaFamily {
  private BetaFamily() {}

  /**
   * The beta distribution, of mean {@code a / (a + b)}.
   *
   * @param a the exponent of x in the density plus 1, above 0 and at most 100,000
   * @param b the exponent of 1 - x plus 1, likewise
   * @return the quantile
   */
  public static Quantile beta(double a, double b) {
    BetaQuantile unit = unit("a", a, "b", b, 1);
    return (v, c) -> {
      double odds = unit.odds(v, c);
      return odds < 1 ? odds / (1 + odds) : 1 / (1 + 1 / odds);
    };
  }

  /**
   * The distribution of {@code x / (1 - x)}, x beta distributed.
   *
   * @param a the first shape of x, above 0 and at most 100,000
   * @param b the second, likewise
   * @return the quantile, at most the largest double
   */
  public static Quantile betaPrime(double a, double b) {
    BetaQuantile unit = unit("a", a, "b", b, 1);
    return (v, c) -> Math.min(unit.odds(v, c), Double.MAX_VALUE);
  }

  /**
   * Student's t distribution, moved and scaled.
   *
   * @param degrees the degrees of freedom, above 0 and at most 200,000
   * @param mean the centre
   * @param scale the factor, above 0; for more than 2 degrees the std is {@code scale sqrt(degrees
   *     / (degrees - 2))}
   * @return the quantile
   */
  public static Quantile studentT(double degrees, double mean, double scale) {
    Parameters.finite("mean", mean);
    Parameters.positive("scale", scale);
    Parameters.positive("degrees", degrees);
    Parameters.atMost("degrees", degrees, 2 * BetaQuantile.LARGEST_SHAPE);
    // t^2 / (degrees + t^2) is beta distributed; within t on both sides lies 1 - 2 v
    BetaQuantile square = new BetaQuantile(0.5, degrees / 2);
    return new Quantile() {
      @Override
      public double at(double v, double complement) {
        double odds = square.odds(Math.abs(complement - v), 2 * Math.min(v, complement));
        double distance = Math.min(Math.sqrt(odds) * Math.sqrt(degrees), Double.MAX_VALUE);
        return Math.fma(v < complement ? -scale : scale, distance, mean);
      }

      @Override
      public boolean isOdd() {
        return mean == 0;
      }
    };
  }

  /**
   * The F distribution: the ratio of two chi-square variables, each over its degrees of freedom.
   *
   * @param numerator the degrees of freedom above the line, above 0 and at most 200,000
   * @param denominator those below it, likewise
   * @return the quantile, at most the largest double
   */
  public static Quantile ratioF(double numerator, double denominator) {
    BetaQuantile unit = unit("numerator", numerator, "denominator", denominator, 2);
    return (v, c) -> Math.min(unit.odds(v, c) * (denominator / numerator), Double.MAX_VALUE);
  }

  private static BetaQuantile unit(String aName, double a, String bName, double b, int divisor) {
    Parameters.positive(aName, a);
    Parameters.atMost(aName, a, divisor * BetaQuantile.LARGEST_SHAPE);
    Parameters.positive(bName, b);
    Parameters.atMost(bName, b, divisor * BetaQuantile.LARGEST_SHAPE);
    return new BetaQuantile(a / divisor, b / divisor);
  }
}
