package io.tensorinit.spec;

import io.tensorinit.DType;
import io.tensorinit.Fans;
import io.tensorinit.Initializer;
import io.tensorinit.Layout;
import io.tensorinit.Seed;
import io.tensorinit.Shape;
import java.util.Optional;

/** An initializer that changes another's values and takes fans, layout and dtypes from it. */
interface Wrapping extends Initializer {
  /** The other initializer. */
  Initializer inner();

  @Override
  default Optional<Fans> fans(Shape shape, Layout layout) {
    return inner().fans(shape, layout);
  }

  @Override
  default Optional<Layout> ownLayout() {
    return inner().ownLayout();
  }

  @Override
  default Optional<DType> ownDType() {
    return inner().ownDType();
  }

  @Override
  default Optional<Seed> ownSeed() {
    return inner().ownSeed();
  }

  @Override
  default void requireDType(DType dtype) {
    inner().requireDType(dtype);
  }
}
