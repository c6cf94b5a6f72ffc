package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.tensor.Shape;

/**
 * Another initializer's values, each kept with a probability and zero otherwise, independently of
 * all others. Kept values are not rescaled. An exact count of zeros is {@link Sparse}.
 *
 * @param inner the other initializer
 * @param keep the probability that an element is kept, in 0..1
 */
record Masked(Initializer inner, double keep) implements Wrapping {
  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it does not lie in 0..1
   */
  public Masked {
    Require.probability("keep", keep);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new MaskFill(inner.lower(shape, layout), new Mask.Bernoulli(keep));
  }
}
