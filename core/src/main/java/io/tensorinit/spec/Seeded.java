package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * An initializer with a seed of its own, as one of Keras's config objects may hold: a parameter
 * that it fills by name is drawn under this seed, not under the model's.
 *
 * @param inner the initializer
 * @param seed the seed
 */
public record Seeded(Initializer inner, Seed seed) implements Wrapping {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout);
  }

  @Override
  public Optional<Seed> ownSeed() {
    return Optional.of(seed);
  }

  @Override
  public String toString() {
    return inner.toString();
  }
}
