package io.tensorinit.peer.siren;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;

/**
 * SIREN's first layer: U(-l, l), {@code l = 1 / fan_in}; a fan of 0, which a tensor without
 * elements has, counts as 1.
 *
 * <p>Source: V. Sitzmann and others (2020), Implicit neural representations with periodic
 * activation functions, supplement 1.5.
 */
record FirstLayer() implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    double bound = 1 / Math.max(1, layout.requireFans(shape).in());
    return new UniformFill(-bound, bound, ComplexBounds.BY_VARIANCE);
  }
}
