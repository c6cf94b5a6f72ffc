package io.tensorinit.model;

import io.tensorinit.DType;
import io.tensorinit.Fans;
import io.tensorinit.Initializer;
import io.tensorinit.Layout;
import io.tensorinit.Seed;
import io.tensorinit.Shape;
import io.tensorinit.plan.FillPlan;
import java.util.Optional;

/**
 * An initializer that works with given fans, whatever the layout reads.
 *
 * @param inner the initializer
 * @param given the fans, NaN where the layout's are to be taken
 */
record WithFans(Initializer inner, Fans given) implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout.withFans(given.in(), given.out()));
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return inner.fans(shape, layout.withFans(given.in(), given.out()));
  }

  @Override
  public Optional<Layout> ownLayout() {
    return inner.ownLayout();
  }

  @Override
  public Optional<DType> ownDType() {
    return inner.ownDType();
  }

  @Override
  public Optional<Seed> ownSeed() {
    return inner.ownSeed();
  }

  @Override
  public void requireDType(DType dtype) {
    inner.requireDType(dtype);
  }
}
