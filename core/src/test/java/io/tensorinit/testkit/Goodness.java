package io.tensorinit.testkit;

import java.util.function.DoubleUnaryOperator;

/**
 * Tests of a sample against a distribution. Each gives a p-value: how often a sample of that
 * distribution looks as bad or worse. Samples are sorted in ascending order where that is said.
 */
public final class Goodness {
  private Goodness() {}

  /**
   * Kolmogorov and Smirnov's test: the largest distance between the sample's distribution function
   * and the law's. Where the law's values were rounded to a type, {@code cdf} gives the probability
   * of all that is rounded to {@code x} or less; the test is conservative then.
   *
   * <p>Source: M. A. Stephens, "Use of the Kolmogorov-Smirnov, Cramer-von Mises and Related
   * Statistics Without Extensive Tables" (1970), for the correction for finite samples.
   *
   * @param sorted the sample, sorted
   * @param cdf the distribution function, P(X &lt;= x)
   * @param cdfBelow P(X &lt; x), the same for a continuous law
   * @return the p-value
   */
  public static double kolmogorovSmirnov(
      double[] sorted, DoubleUnaryOperator cdf, DoubleUnaryOperator cdfBelow) {
    int n = sorted.length;
    double distance = 0;
    for (int i = 0; i < n; i++) {
      if (i == n - 1 || sorted[i + 1] != sorted[i]) {
        distance = Math.max(distance, (i + 1.0) / n - cdf.applyAsDouble(sorted[i]));
      }
      if (i == 0 || sorted[i - 1] != sorted[i]) {
        distance = Math.max(distance, cdfBelow.applyAsDouble(sorted[i]) - (double) i / n);
      }
    }
    double root = Math.sqrt(n);
    return kolmogorov((root + 0.12 + 0.11 / root) * distance);
  }

  /** P(K > x) of Kolmogorov's limiting distribution. */
  private static double kolmogorov(double x) {
    if (x < 0.2) {
      return 1;
    }
    double sum = 0;
    for (int k = 1; k <= 100; k++) {
      sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
    }
    return Math.min(1, Math.max(0, sum));
  }

  /**
   * Anderson and Darling's test, which weighs the tails.
   *
   * <p>Source: G. Marsaglia, J. Marsaglia, "Evaluating the Anderson-Darling Distribution" (2004),
   * for the limiting distribution; its absolute error is below 2e-6.
   *
   * @param sorted the sample, sorted
   * @param cdf the distribution function
   * @param survival its complement, without cancellation
   * @return the p-value
   */
  public static double andersonDarling(
      double[] sorted, DoubleUnaryOperator cdf, DoubleUnaryOperator survival) {
    int n = sorted.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double below = Math.max(Double.MIN_NORMAL, cdf.applyAsDouble(sorted[i]));
      double above = Math.max(Double.MIN_NORMAL, survival.applyAsDouble(sorted[i]));
      sum += (2.0 * i + 1) * Math.log(below) + (2.0 * (n - i) - 1) * Math.log(above);
    }
    double z = -n - sum / n;
    double probability;
    if (z < 2) {
      double tail = 0.0347962 - (0.011672 - 0.00168691 * z) * z;
      double polynomial = 2.00012 + (0.247105 - (0.0649821 - tail * z) * z) * z;
      probability = Math.exp(-1.2337141 / z) / Math.sqrt(z) * polynomial;
    } else {
      double tail = 0.082433 - (0.008056 - 0.0003146 * z) * z;
      probability = Math.exp(-Math.exp(1.0776 - (2.30695 - (0.43424 - tail * z) * z) * z));
    }
    return 1 - probability;
  }

  /**
   * Pearson's test of counts.
   *
   * @param counts how often each case came
   * @param expected how often it comes on average, 5 or more, or 0 for a case that must not come
   * @return the p-value
   */
  public static double chiSquare(long[] counts, double[] expected) {
    double sum = 0;
    int cases = 0;
    for (int k = 0; k < counts.length; k++) {
      if (expected[k] == 0) {
        if (counts[k] != 0) {
          return 0;
        }
        continue;
      }
      double excess = counts[k] - expected[k];
      sum += excess * excess / expected[k];
      cases++;
    }
    return chiSquareTail(sum, cases - 1);
  }

  /**
   * The chance that a chi-square variable exceeds a value.
   *
   * @param value the value, 0 or more
   * @param degrees the degrees of freedom
   * @return the probability; 1 for no degree of freedom
   */
  public static double chiSquareTail(double value, int degrees) {
    if (degrees == 0 || value <= 0) {
      return 1;
    }
    return value == Double.POSITIVE_INFINITY ? 0 : upperGamma(degrees / 2.0, value / 2);
  }

  /** The regularized upper incomplete gamma function, by series or Lentz's continued fraction. */
  private static double upperGamma(double a, double x) {
    double front = Math.exp(a * Math.log(x) - x - logGamma(a));
    if (x < a + 1) {
      double term = 1 / a;
      double sum = term;
      for (double k = a + 1; term > sum * 1e-17; k++) {
        term *= x / k;
        sum += term;
      }
      return 1 - front * sum;
    }
    double b = x + 1 - a;
    double c = 1e300;
    double d = 1 / b;
    double fraction = d;
    for (int k = 1; k < 10_000; k++) {
      double coefficient = k * (a - k);
      b += 2;
      d = 1 / (coefficient * d + b);
      c = b + coefficient / c;
      fraction *= c * d;
      if (Math.abs(c * d - 1) < 1e-15) {
        break;
      }
    }
    return front * fraction;
  }

  /** ln Gamma(a) by Stirling's series, from a point where that is accurate. */
  private static double logGamma(double a) {
    double shift = 0;
    double x = a;
    while (x < 20) {
      shift += Math.log(x++);
    }
    double square = 1 / (x * x);
    double series = (1.0 / 12 - (1.0 / 360 - square / 1260) * square) / x;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - shift;
  }

  /**
   * Whether an average lies where it must, by the normal approximation.
   *
   * @param average the average of a sample
   * @param expected the expectation
   * @param variance the variance of one summand
   * @param count the number of summands
   * @return the two-sided p-value
   */
  public static double average(double average, double expected, double variance, long count) {
    return twoSided((average - expected) / Math.sqrt(variance / count));
  }

  /**
   * The chance that a standard normal variable lies farther from 0.
   *
   * @param z a value
   * @return the probability of both tails
   */
  public static double twoSided(double z) {
    return chiSquareTail(z * z, 1);
  }

  /**
   * The chance that a standard normal variable exceeds a value.
   *
   * @param x the value
   * @return 1 - Phi(x), without cancellation
   */
  public static double normalTail(double x) {
    return x > 0 ? twoSided(x) / 2 : 1 - twoSided(x) / 2;
  }
}
