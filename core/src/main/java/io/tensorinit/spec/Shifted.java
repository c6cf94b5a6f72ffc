package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;

/**
 * Another initializer's values plus an offset (of the real part); the random words stay the same.
 *
 * @param inner the other initializer
 * @param offset the offset, finite
 */
record Shifted(Initializer inner, double offset) implements Wrapping {
  /**
   * Checks the offset.
   *
   * @throws IllegalArgumentException if it is not finite
   */
  public Shifted {
    Require.finite("shift", offset);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new AffineFill(inner.lower(shape, layout), 1, offset);
  }
}
