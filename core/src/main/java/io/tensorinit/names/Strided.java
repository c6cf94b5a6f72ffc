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
 * An initializer of a convolution that knows the layer's stride, which DL4J's fan out is divided
 * by.
 *
 * @param inner the initializer
 * @param strideProduct the product of the strides, 1 or more
 */
record Strided(Initializer inner, long strideProduct) implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout.withStrideProduct(strideProduct));
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return inner.fans(shape, layout.withStrideProduct(strideProduct));
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
