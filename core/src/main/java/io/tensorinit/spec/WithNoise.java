package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * An initializer plus noise from a stream of its own, which breaks the symmetry of an identity.
 *
 * @param inner the initializer, whose values are the same as without the noise
 * @param noise what is added to them
 */
record WithNoise(Initializer inner, Initializer noise) implements Wrapping {
  /**
   * Checks the noise.
   *
   * @throws IllegalArgumentException if it has a seed of its own
   */
  WithNoise {
    Combining.requireNoSeed("noise", noise);
  }

  /**
   * The layout of the initializer.
   *
   * @throws IllegalArgumentException if both have one of their own and theirs differ
   */
  @Override
  public Optional<Layout> ownLayout() {
    Optional<Layout> its = inner.ownLayout();
    return its.isEmpty() ? its : Combining.oneLayout(List.of(inner, noise));
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new NoiseFill(inner.lower(shape, layout), noise.lower(shape, layout));
  }
}
