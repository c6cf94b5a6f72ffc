package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.tensor.Shape;

/**
 * An initializer plus noise from a stream of its own, which breaks the symmetry of an identity.
 *
 * @param inner the initializer, whose values are the same as without the noise
 * @param noise what is added to them
 */
record WithNoise(Initializer inner, Initializer noise) implements Wrapping {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new NoiseFill(inner.lower(shape, layout), noise.lower(shape, layout));
  }
}
