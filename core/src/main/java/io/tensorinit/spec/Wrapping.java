package io.tensorinit.spec;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * An initializer around another, which takes what it does not change from it: fans, layout, dtype,
 * seed, refusals. Of these a wrapping overrides what it is for.
 */
public interface Wrapping extends Initializer {
  /**
   * The other initializer.
   *
   * @return the initializer
   */
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
