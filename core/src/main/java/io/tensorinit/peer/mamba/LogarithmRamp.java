package io.tensorinit.peer.mamba;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.TableFill;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;

/**
 * Mamba's A_log: element n along the last axis is {@code ln(n + 1)}, so that A = -exp(A_log) is -1,
 * -2, ... in every row (S4D-real). Rank 1 upwards; takes no random words.
 *
 * <p>Source: A. Gu, T. Dao (2023), Mamba: linear-time sequence modeling with selective state
 * spaces.
 */
record LogarithmRamp() implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    if (shape.rank() == 0) {
      throw new IllegalArgumentException(
          "A_log: rank must be at least 1, was 0 for shape " + shape);
    }
    long states = shape.size(-1);
    return new TableFill(index -> StrictMath.log(index % states + 1));
  }
}
