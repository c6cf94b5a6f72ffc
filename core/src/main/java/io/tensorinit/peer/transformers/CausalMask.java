package io.tensorinit.peer.transformers;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.TableFill;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;

/**
 * The mask of causal attention in GPT-2's checkpoints: of the last two axes 1 where the column is
 * not beyond the row, else 0. Rank 2 upwards; takes no random words.
 *
 * <p>Source: transformers, {@code GPT2Attention}, the buffer {@code bias}.
 */
record CausalMask() implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "causal_mask: rank must be at least 2, was " + shape.rank() + " for shape " + shape);
    }
    long rows = shape.size(-2);
    long columns = shape.size(-1);
    return new TableFill(index -> index % columns <= index / columns % rows ? 1 : 0);
  }
}
