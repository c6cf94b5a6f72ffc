package io.tensorinit.peer.dl4j;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;

/**
 * DL4J's XAVIER_LEGACY: N(0, s^2), {@code s = 1 / sqrt(size of axis 0 + size of axis 1)}, whatever
 * the fans. Rank 2 upwards.
 */
record XavierLegacy() implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "XAVIER_LEGACY: rank must be at least 2, was " + shape.rank() + " for shape " + shape);
    }
    double sizes = (double) shape.size(0) + shape.size(1);
    return new NormalFill(0, 1 / Math.sqrt(Math.max(1, sizes)));
  }
}
