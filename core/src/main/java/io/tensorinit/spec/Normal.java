package io.tensorinit.spec;

import io.tensorinit.Initializer;
import io.tensorinit.Layout;
import io.tensorinit.Shape;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;

/**
 * Normal with this mean and standard deviation, not cut: its values reach 6.34 std on both sides in
 * float32. Any shape; one word an element. In a complex tensor {@code std} is the root of the total
 * variance and the mean that of each part.
 *
 * @param mean the mean, finite in float32
 * @param std the standard deviation, 0 or more, finite in float32
 */
public record Normal(double mean, double std) implements Initializer {
  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not finite in float32, or the std is negative
   */
  public Normal {
    new NormalFill(mean, std);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new NormalFill(mean, std);
  }
}
