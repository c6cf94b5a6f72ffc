package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;

/**
 * Another initializer's values times a factor; the random words stay the same.
 *
 * @param inner the other initializer
 * @param factor the factor, finite
 */
public record Scaled(Initializer inner, double factor) implements Wrapping {
  /** What leaves every product as it is: adding 0.0 would turn -0.0 into 0.0. */
  private static final double NO_SHIFT = -0.0;

  /**
   * Checks the factor.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Scaled {
    Require.finite("scale", factor);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new AffineFill(inner.lower(shape, layout), factor, NO_SHIFT);
  }
}
