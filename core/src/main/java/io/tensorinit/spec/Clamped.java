package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Shape;

/**
 * Another initializer's values, those outside [low, high] replaced by the nearer bound (where they
 * pile up; a {@link TruncatedNormal} has no such heaps).
 *
 * @param inner the other initializer
 * @param low the least value, may be -infinity
 * @param high the largest value, may be +infinity
 */
record Clamped(Initializer inner, double low, double high) implements Wrapping {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if one is NaN or low exceeds high
   */
  public Clamped {
    Require.ascending("clamp", low, high);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new ClampFill(inner.lower(shape, layout), low, high);
  }
}
