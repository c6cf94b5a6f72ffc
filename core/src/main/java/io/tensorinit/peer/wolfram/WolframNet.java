package io.tensorinit.peer.wolfram;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * Wolfram's NetInitialize, which treats weights and biases apart: tensors of rank 0 and 1 are taken
 * for biases.
 *
 * @param weights the initializer from rank 2 upwards
 * @param biases the initializer of rank 0 and 1
 */
record WolframNet(Initializer weights, Initializer biases) implements Initializer {
  private Initializer of(Shape shape) {
    return shape.rank() < 2 ? biases : weights;
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return of(shape).lower(shape, layout);
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return of(shape).fans(shape, layout);
  }

  @Override
  public void requireDType(DType dtype) {
    weights.requireDType(dtype);
    biases.requireDType(dtype);
  }
}
