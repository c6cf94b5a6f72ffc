package io.tensorinit.peer.lux;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Wrapping;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * An initializer whose name says the dtype, as Lux's {@code randn32} does.
 *
 * @param inner the initializer
 * @param name the name, for messages
 * @param dtype the one dtype it makes
 */
record FixedDType(Initializer inner, String name, DType dtype) implements Wrapping {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout);
  }

  @Override
  public Optional<DType> ownDType() {
    return Optional.of(dtype);
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
