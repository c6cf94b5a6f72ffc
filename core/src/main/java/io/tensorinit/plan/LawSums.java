package io.tensorinit.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * Sums of independent numbers: those of single values are exact; of two continuous distributions
 * one is taken for 128 values, the middle quantiles of as many equal shares.
 */
final class LawSums {
  private static final int SHARES = 128;

  /** A mixture of more is added as a whole. */
  private static final int MOST_CASES = 16;

  /** Halvings of the range in search of a quantile. */
  private static final int HALVINGS = 60;

  private LawSums() {}

  static Law of(Law one, Law other) {
    if (one instanceof Law.Mixed cases && cases.laws().size() <= MOST_CASES) {
      return mixed(cases, other);
    }
    if (other instanceof Law.Mixed cases && cases.laws().size() <= MOST_CASES) {
      return mixed(cases, one);
    }
    if (other instanceof PointsLaw points) {
      return shifted(one, points);
    }
    return shifted(other, one instanceof PointsLaw points ? points : sample(one));
  }

  private static Law mixed(Law.Mixed cases, Law other) {
    List<Law> sums = cases.laws().stream().map(law -> of(law, other)).toList();
    return new Law.Mixed(sums, cases.probabilities());
  }

  private static Law shifted(Law law, PointsLaw points) {
    List<Law> laws = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    for (int k = 0; k < points.size(); k++) {
      laws.add(new Law.Affine(law, 1, points.value(k)));
      probabilities.add(points.probability(k));
    }
    return new Law.Mixed(laws, probabilities);
  }

  private static PointsLaw sample(Law law) {
    double[] values = new double[SHARES];
    for (int k = 0; k < SHARES; k++) {
      values[k] = quantile(law, (k + 0.5) / SHARES);
    }
    return PointsLaw.ofSample(values);
  }

  /** The least value, to rounding, up to which a law has this probability. */
  static double quantile(Law law, double probability) {
    double low = law.least();
    double high = law.most();
    if (law.upTo(low) >= probability) {
      return low;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = low / 2 + high / 2;
      if (law.upTo(middle) >= probability) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }
}
