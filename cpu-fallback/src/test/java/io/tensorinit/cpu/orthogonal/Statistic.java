package io.tensorinit.cpu.orthogonal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A statistic's values over many matrices, and the tests they have to pass. Each test fails a right
 * sample with probability {@link #ALPHA}, at most.
 */
final class Statistic {
  /** The false-alarm rate of each test. */
  static final double ALPHA = 1e-4;

  /** The standard normal's quantile at 1 - ALPHA / 2. */
  private static final double TWO_SIDED = 3.8906;

  private final String name;
  private final double[] values;

  /**
   * A statistic of a sample of matrices.
   *
   * @param name what was measured, for the message
   * @param values its independent values
   */
  Statistic(String name, double[] values) {
    this.name = name;
    this.values = values.clone();
    Arrays.sort(this.values);
  }

  /** The mean must be within its standard error, estimated from the sample. */
  void hasMean(double expected) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1);
    double z = (mean - expected) / Math.sqrt(variance / values.length);
    assertTrue(
        Math.abs(z) < TWO_SIDED,
        () -> name + ": mean " + mean + " instead of " + expected + ", z = " + z);
  }

  /** Kolmogorov and Smirnov's test against a continuous distribution. */
  void follows(DoubleUnaryOperator cdf) {
    double distance = 0;
    for (int i = 0; i < values.length; i++) {
      double p = cdf.applyAsDouble(values[i]);
      distance = Math.max(distance, p - (double) i / values.length);
      distance = Math.max(distance, (i + 1.0) / values.length - p);
    }
    requireSmall(distance * Math.sqrt(values.length));
  }

  /** Kolmogorov and Smirnov's test of two samples. */
  void followsTheSameAs(Statistic other) {
    double distance = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < values.length && theirs < other.values.length) {
      if (values[mine] <= other.values[theirs]) {
        mine++;
      } else {
        theirs++;
      }
      distance =
          Math.max(
              distance,
              Math.abs((double) mine / values.length - (double) theirs / other.values.length));
    }
    double size =
        (double) values.length * other.values.length / (values.length + other.values.length);
    requireSmall(distance * Math.sqrt(size));
  }

  /** Compares with Kolmogorov's distribution: P(K > k) is about 2 exp(-2 k^2). */
  private void requireSmall(double k) {
    double p = 2 * Math.exp(-2 * k * k);
    assertTrue(p > ALPHA, () -> name + ": Kolmogorov-Smirnov p = " + p);
  }
}
