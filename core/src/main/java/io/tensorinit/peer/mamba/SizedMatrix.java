package io.tensorinit.peer.mamba;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;
import java.util.OptionalLong;

/**
 * Mamba's A_log for a tensor whose sizes its config may say, too.
 *
 * @param inner the initializer
 * @param first what axis 0 must be, where said
 * @param last what the last axis must be, where said
 */
record SizedMatrix(Initializer inner, OptionalLong first, OptionalLong last)
    implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    if (shape.rank() > 0) {
      require("d_inner", first, shape.size(0), shape);
      require("d_state", last, shape.size(-1), shape);
    }
    return inner.lower(shape, layout);
  }

  private static void require(String name, OptionalLong said, long size, Shape shape) {
    if (said.isPresent() && said.getAsLong() != size) {
      throw new IllegalArgumentException(
          "A_log: "
              + name
              + " must be what shape "
              + shape
              + " says, "
              + size
              + ", was "
              + said.getAsLong());
    }
  }
}
