package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;

/**
 * Every element is {@code value}. Any shape; takes no random words. An array that is repeated along
 * axes is a {@link GivenTensor}.
 *
 * @param value the value; may be infinite
 */
public record Constant(double value) implements Initializer {
  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException if it is NaN
   */
  public Constant {
    Require.number("value", value);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new ConstantFill(value);
  }
}
