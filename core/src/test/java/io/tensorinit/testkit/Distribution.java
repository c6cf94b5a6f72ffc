package io.tensorinit.testkit;

import java.util.function.DoubleUnaryOperator;

/**
 * A continuous distribution as textbooks have it, to compare samples with.
 *
 * @param cdf P(X &lt;= x)
 * @param survival P(X &gt; x), without cancellation
 * @param mean the mean
 * @param variance the variance
 * @param fourth the fourth central moment
 */
public record Distribution(
    DoubleUnaryOperator cdf,
    DoubleUnaryOperator survival,
    double mean,
    double variance,
    double fourth) {

  /**
   * Uniform.
   *
   * @param low the lower bound
   * @param high the upper bound
   * @return the distribution
   */
  public static Distribution uniform(double low, double high) {
    double width = high - low;
    return new Distribution(
        x -> Math.min(1, Math.max(0, (x - low) / width)),
        x -> Math.min(1, Math.max(0, (high - x) / width)),
        (low + high) / 2,
        width * width / 12,
        Math.pow(width, 4) / 80);
  }

  /**
   * Normal, cut to an interval or not.
   *
   * @param mean the mean before cutting
   * @param std the standard deviation before cutting
   * @param low the lower bound, may be -infinity
   * @param high the upper bound, may be +infinity
   * @return the distribution
   */
  public static Distribution normal(double mean, double std, double low, double high) {
    double a = (low - mean) / std;
    double b = (high - mean) / std;
    double mass = between(a, b);
    double[] raw = truncatedMoments(a, b, mass);
    double m = raw[1];
    double variance = raw[2] - m * m;
    double fourth = raw[4] - 4 * m * raw[3] + 6 * m * m * raw[2] - 3 * m * m * m * m;
    return new Distribution(
        x -> between(a, clamp((x - mean) / std, a, b)) / mass,
        x -> between(clamp((x - mean) / std, a, b), b) / mass,
        mean + std * m,
        std * std * variance,
        Math.pow(std, 4) * fourth);
  }

  private static double clamp(double z, double a, double b) {
    return Math.min(Math.max(z, a), b);
  }

  /** The standard normal's probability between two points, from the nearer tail. */
  private static double between(double a, double b) {
    return a > 0
        ? Goodness.normalTail(a) - Goodness.normalTail(b)
        : Goodness.normalTail(-b) - Goodness.normalTail(-a);
  }

  /** E z^k of the cut normal for k = 0..4, by parts: (k - 1) E z^(k-2) less the ends. */
  private static double[] truncatedMoments(double a, double b, double mass) {
    double[] moments = new double[5];
    moments[0] = 1;
    for (int k = 1; k < moments.length; k++) {
      double before = k < 2 ? 0 : (k - 1) * moments[k - 2];
      moments[k] = before - (end(b, k - 1) - end(a, k - 1)) / mass;
    }
    return moments;
  }

  private static double end(double z, int power) {
    return Double.isInfinite(z)
        ? 0
        : Math.pow(z, power) * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  /**
   * The standard logistic distribution.
   *
   * @return the distribution
   */
  public static Distribution logistic() {
    return new Distribution(
        x -> 1 / (1 + Math.exp(-x)),
        x -> 1 / (1 + Math.exp(x)),
        0,
        Math.PI * Math.PI / 3,
        7 * Math.pow(Math.PI, 4) / 15);
  }

  /**
   * Exponential.
   *
   * @param mean the mean
   * @return the distribution
   */
  public static Distribution exponential(double mean) {
    return new Distribution(
        x -> -Math.expm1(-Math.max(0, x) / mean),
        x -> Math.exp(-Math.max(0, x) / mean),
        mean,
        mean * mean,
        9 * Math.pow(mean, 4));
  }
}
