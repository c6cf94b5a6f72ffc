package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The number of successes in {@code trials} independent trials: k with probability C(n, k) p^k (1 -
 * p)^(n - k); mean n p, variance n p (1 - p). Any shape; one 32-bit word an element in every dtype,
 * so outcomes rarer than 2^-33 do not occur.
 *
 * <p>Source: N. L. Johnson, A. W. Kemp, S. Kotz (2005), Univariate Discrete Distributions, chapter
 * 3.
 *
 * @param trials the number of trials n, 0 to 10,000
 * @param success the probability p of a success, in 0..1
 */
public record Binomial(int trials, double success) implements Initializer {
  private static final int MOST_TRIALS = 10_000;

  /** Relative to the most frequent outcome; far below what a 32-bit word resolves. */
  private static final double NEGLIGIBLE = 0x1p-60;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one lies outside its range
   */
  public Binomial {
    if (trials < 0 || trials > MOST_TRIALS) {
      throw new IllegalArgumentException(
          "trials must lie in 0.." + MOST_TRIALS + ", was " + trials);
    }
    Require.probability("success", success);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    int mode = (int) Math.min(trials, Math.floor((trials + 1) * success));
    int first = mode;
    int last = mode;
    List<Double> below = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    double weight = 1;
    while (first > 0 && weight > NEGLIGIBLE && success < 1) {
      // P(k - 1) / P(k) = k (1 - p) / ((n - k + 1) p)
      weight *= first * (1 - success) / ((trials - first + 1) * success);
      first--;
      below.add(0, weight);
    }
    weights.addAll(below);
    weights.add(1.0);
    weight = 1;
    while (last < trials && weight > NEGLIGIBLE && success > 0) {
      weight *= (trials - last) * success / ((last + 1) * (1 - success));
      last++;
      weights.add(weight);
    }
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    List<Double> values = new ArrayList<>();
    for (int k = first; k <= last; k++) {
      values.add((double) k);
    }
    return new DiscreteFill(values, weights.stream().map(w -> w / sum).toList());
  }
}
