package io.tensorinit.peer.dl4j;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Wrapping;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * An initializer of a convolution that knows the layer's stride, which DL4J's fan out is divided
 * by.
 *
 * @param inner the initializer
 * @param strideProduct the product of the strides, 1 or more
 */
record Strided(Initializer inner, long strideProduct) implements Wrapping {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout.withStrideProduct(strideProduct));
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return inner.fans(shape, layout.withStrideProduct(strideProduct));
  }
}
