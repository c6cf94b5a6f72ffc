package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.Shape;

/**
 * Uniform on the closed interval from {@code low} to {@code high}: mean (low + high) / 2, std (high
 * - low) / sqrt(12). Any shape; one word an element. In a complex tensor the bounds hold for each
 * part, so the total variance is twice that of a real element. What overflows float32 is refused
 * for every dtype but float64's.
 *
 * <p>Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1995), Continuous Univariate Distributions 2,
 * chapter 26.
 *
 * @param low the lower bound, finite
 * @param high the upper bound, finite, at least {@code low}
 */
public record Uniform(double low, double high) implements Initializer {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a bound or their distance is not finite, or low exceeds
   *     high
   */
  public Uniform {
    plan(low, high);
  }

  private static UniformFill plan(double low, double high) {
    return new UniformFill(low, high, ComplexBounds.PER_PART);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return plan(low, high);
  }
}
