package io.tensorinit.random;

import io.tensorinit.function.Quantile;

/**
 * Quantile functions of the gamma distribution and of what follows from it, for {@link
 * QuantileTable}. Both tails keep their digits: about 1e-14 of the value for shapes from 0.3 to
 * 100,000. All throw {@link IllegalArgumentException} for parameters that are NaN, infinite or
 * outside of the stated range.
 *
 * <p>Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1994), Continuous Univariate Distributions 1,
 * chapters 17 and 18.
 */
public final class GammaFamily {
  private GammaFamily() {}

  /**
   * The gamma distribution, of mean {@code shape scale} and variance {@code shape scale^2}.
   *
   * @param shape the exponent of the density plus 1, above 0 and at most 100,000
   * @param scale the scale (1 / rate), above 0
   * @return the quantile
   */
  public static Quantile gamma(double shape, double scale) {
    GammaQuantile unit = unit("shape", shape);
    Parameters.positive("scale", scale);
    return (v, c) -> scale * unit.at(v, c);
  }

  /**
   * The distribution of {@code scale / x}, x gamma distributed of scale 1.
   *
   * @param shape the shape of x, above 0 and at most 100,000
   * @param scale the factor, above 0
   * @return the quantile, at most the largest double
   */
  public static Quantile inverseGamma(double shape, double scale) {
    GammaQuantile unit = unit("shape", shape);
    Parameters.positive("scale", scale);
    return (v, c) -> Math.min(scale / unit.at(c, v), Double.MAX_VALUE);
  }

  /**
   * The distribution of the sum of the squares of standard normals.
   *
   * @param degrees their number, above 0 and at most 200,000
   * @return the quantile
   */
  public static Quantile chiSquare(double degrees) {
    GammaQuantile unit = unit("degrees", degrees, 2);
    return (v, c) -> 2 * unit.at(v, c);
  }

  /**
   * The distribution of the root of the sum of the squares of standard normals.
   *
   * @param degrees their number, above 0 and at most 200,000
   * @return the quantile
   */
  public static Quantile chi(double degrees) {
    GammaQuantile unit = unit("degrees", degrees, 2);
    return (v, c) -> Math.sqrt(2 * unit.at(v, c));
  }

  /**
   * The Maxwell distribution: the length of a vector of three normals.
   *
   * @param scale their standard deviation, above 0
   * @return the quantile
   */
  public static Quantile maxwell(double scale) {
    Parameters.positive("scale", scale);
    Quantile unit = chi(3);
    return (v, c) -> scale * unit.at(v, c);
  }

  /**
   * The Nakagami distribution: the root of a gamma variable of this shape and of mean {@code
   * spread}.
   *
   * @param shape the shape, above 0 and at most 100,000
   * @param spread the mean of the square, above 0
   * @return the quantile
   */
  public static Quantile nakagami(double shape, double spread) {
    GammaQuantile unit = unit("shape", shape);
    Parameters.positive("spread", spread);
    return (v, c) -> Math.sqrt(unit.at(v, c) / shape * spread);
  }

  private static GammaQuantile unit(String name, double shape) {
    return unit(name, shape, 1);
  }

  /** The quantile of shape {@code value / divisor}. */
  private static GammaQuantile unit(String name, double value, int divisor) {
    Parameters.positive(name, value);
    Parameters.atMost(name, value, divisor * GammaQuantile.LARGEST_SHAPE);
    return new GammaQuantile(value / divisor);
  }
}
