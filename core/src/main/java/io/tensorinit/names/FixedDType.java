package io.tensorinit.names;

import io.tensorinit.DType;
import io.tensorinit.Fans;
import io.tensorinit.Initializer;
import io.tensorinit.Layout;
import io.tensorinit.Seed;
import io.tensorinit.Shape;
import io.tensorinit.plan.FillPlan;
import java.util.Optional;

/**
 * An initializer whose name says the dtype, as Lux's {@code randn32} does.
 *
 * @param inner the initializer
 * @param name the name, for messages
 * @param dtype the one dtype it makes
 */
record FixedDType(Initializer inner, String name, DType dtype) implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout);
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return inner.fans(shape, layout);
  }

  @Override
  public Optional<Layout> ownLayout() {
    return inner.ownLayout();
  }

  @Override
  public Optional<DType> ownDType() {
    return Optional.of(dtype);
  }

  @Override
  public Optional<Seed> ownSeed() {
    return inner.ownSeed();
  }

  @Override
  public void requireDType(DType asked) {
    if (asked != dtype) {
      throw new IllegalArgumentException(
          name + " makes dtype " + dtype + " only, was asked for " + asked);
    }
    inner.requireDType(asked);
  }
}
