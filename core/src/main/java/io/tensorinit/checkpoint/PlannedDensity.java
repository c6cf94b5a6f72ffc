package io.tensorinit.checkpoint;

import io.tensorinit.model.Parameter;
import io.tensorinit.plan.PlannedDistribution;
import java.util.Optional;

/**
 * The share of a tensor's values that its plan puts between edges, as values are stored: rounded to
 * the dtype. Bins are those of {@link Histogram}; of a complex tensor all parts count. For
 * pictures, see {@link PlannedDistribution}. Immutable.
 */
public final class PlannedDensity {
  private static final int HALVINGS = 60;

  private final double[] edges;
  private final double[] shares;

  private PlannedDensity(double[] edges, double[] shares) {
    this.edges = edges;
    this.shares = shares;
  }

  /**
   * The shares in 64 bins over the values that a plan makes.
   *
   * @param parameter what a tensor is filled with
   * @return the shares; empty where only a fill would tell them, and where there are no elements
   */
  public static Optional<PlannedDensity> of(Parameter parameter) {
    return distribution(parameter)
        .map(
            law -> {
              double[] range = law.range();
              StoredPrecision precision = StoredPrecision.of(parameter.dtype());
              double[] edges =
                  Histogram.edges(
                      precision.stored(range[0]), precision.stored(range[1]), Inspection.BINS);
              return new PlannedDensity(edges, shares(law, edges, precision));
            });
  }

  /**
   * The shares in the bins of a histogram of what was found.
   *
   * @param parameter what the tensor should be filled with
   * @param found the histogram
   * @return the shares, which add up to less than 1 where the plan reaches farther; empty where
   *     only a fill would tell them, and where the histogram has no bins
   */
  public static Optional<PlannedDensity> of(Parameter parameter, Histogram found) {
    double[] edges = found.edges();
    return edges.length == 0
        ? Optional.empty()
        : distribution(parameter)
            .map(
                law ->
                    new PlannedDensity(
                        edges, shares(law, edges, StoredPrecision.of(parameter.dtype()))));
  }

  private static Optional<PlannedDistribution> distribution(Parameter parameter) {
    return parameter.shape().elementCount() == 0
        ? Optional.empty()
        : PlannedDistribution.of(parameter.plan(), parameter.shape(), parameter.dtype());
  }

  private static double[] shares(
      PlannedDistribution law, double[] edges, StoredPrecision precision) {
    double[] shares = new double[edges.length - 1];
    double before = law.below(threshold(edges[0], precision));
    for (int i = 0; i < shares.length; i++) {
      boolean last = i == shares.length - 1;
      double edge = last ? Math.nextUp(edges[i + 1]) : edges[i + 1];
      double after = law.below(threshold(edge, precision));
      shares[i] = Math.max(0, after - before);
      before = after;
    }
    return shares;
  }

  /** The least value that is stored as one that is not below an edge. */
  private static double threshold(double edge, StoredPrecision precision) {
    double reach = 2 * precision.error(Math.abs(edge));
    double low = edge - reach;
    double high = edge + reach;
    for (int i = 0; i < HALVINGS && low < high; i++) {
      double middle = low / 2 + high / 2;
      if (precision.stored(middle) < edge) {
        low = Math.nextUp(middle);
      } else {
        high = middle;
      }
    }
    return high;
  }

  /**
   * The edges of the bins.
   *
   * @return one more than there are bins, rising
   */
  public double[] edges() {
    return edges.clone();
  }

  /**
   * The share of the values in each bin.
   *
   * @return the shares, each in 0..1
   */
  public double[] shares() {
    return shares.clone();
  }
}
