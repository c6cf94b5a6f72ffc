package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.tensor.Shape;

/**
 * Normal with this mean and standard deviation, not cut: its values reach 6.34 std on both sides in
 * float32. Any shape; one word an element. In a complex tensor {@code std} is the root of the total
 * variance and the mean that of each part. What overflows float32 is refused for every dtype but
 * float64's.
 *
 * <p>Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1994), Continuous Univariate Distributions 1,
 * chapter 13.
 *
 * @param mean the mean, finite
 * @param std the standard deviation, 0 or more, finite
 */
public record Normal(double mean, double std) implements Initializer {
  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not finite, or the std is negative
   */
  public Normal {
    new NormalFill(mean, std);
  }

  /**
   * N(0, (std / sqrt(n))^2): the normals of language models, whose std follows from the model's
   * sizes.
   *
   * @param std the std at n = 1
   * @param n what the variance is divided by, above 0: a size, or a number of residual additions
   * @return the initializer
   * @throws IllegalArgumentException if the std that results is negative or not finite
   */
  public static Normal over(double std, double n) {
    return new Normal(0, std / Math.sqrt(n));
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new NormalFill(mean, std);
  }
}
