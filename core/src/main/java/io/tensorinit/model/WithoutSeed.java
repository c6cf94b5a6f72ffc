package io.tensorinit.model;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Wrapping;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * An initializer in a part of a parameter: its seed is the whole parameter's.
 *
 * @param inner the initializer
 */
record WithoutSeed(Initializer inner) implements Wrapping {
  /** An initializer as it is, unless it has a seed of its own. */
  static Initializer of(Initializer initializer) {
    return initializer.ownSeed().isPresent() ? new WithoutSeed(initializer) : initializer;
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout);
  }

  @Override
  public Optional<Seed> ownSeed() {
    return Optional.empty();
  }
}
