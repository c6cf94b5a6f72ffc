package io.tensorinit.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Values with a probability each. */
final class PointsLaw implements Law {
  private final double[] values;

  /** Probabilities of what comes before each value, and of all. */
  private final double[] sums;

  private PointsLaw(double[] values, double[] sums) {
    this.values = values;
    this.sums = sums;
  }

  /** One value, always. */
  static PointsLaw of(double value) {
    return new PointsLaw(new double[] {value}, new double[] {0, 1});
  }

  /** Values in any order, with their probabilities. */
  static PointsLaw of(List<Double> values, List<Double> probabilities) {
    int[] order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparing(values::get))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] sorted = new double[order.length];
    double[] sums = new double[order.length + 1];
    for (int i = 0; i < order.length; i++) {
      sorted[i] = values.get(order[i]);
      sums[i + 1] = sums[i] + probabilities.get(order[i]);
    }
    return new PointsLaw(sorted, sums);
  }

  /** Values that are as likely as each other. */
  static PointsLaw ofSample(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] sums = new double[sorted.length + 1];
    Arrays.setAll(sums, i -> (double) i / sorted.length);
    return new PointsLaw(sorted, sums);
  }

  @Override
  public double below(double x) {
    return sums[firstFrom(values, x)];
  }

  /**
   * The first place in ascending values whose value is x or more; their number if there is none.
   */
  static int firstFrom(double[] values, double x) {
    int from = 0;
    int to = values.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (values[middle] < x) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  @Override
  public double upTo(double x) {
    return below(Math.nextUp(x));
  }

  @Override
  public double least() {
    return values[0];
  }

  @Override
  public double most() {
    return values[values.length - 1];
  }

  int size() {
    return values.length;
  }

  double value(int k) {
    return values[k];
  }

  double probability(int k) {
    return sums[k + 1] - sums[k];
  }
}
