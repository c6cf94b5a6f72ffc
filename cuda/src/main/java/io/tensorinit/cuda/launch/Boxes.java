package io.tensorinit.cuda.launch;

import io.tensorinit.plan.BlocksFill;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;

/** Boxes of a tensor that other fills write, each indexed as a tensor of its own. */
final class Boxes {
  private final int parts;

  /**
   * The boxes of a fill.
   *
   * @param parts the cells of an element
   */
  Boxes(int parts) {
    this.parts = parts;
  }

  /** Fills side by side along an axis. */
  BoxFill beside(List<BoxFill> blocks, BlocksFill plan, Shape shape) {
    return BoxFill.cutting(
        shape,
        parts,
        (box, cells) -> {
          long from = 0;
          for (int k = 0; k < blocks.size(); k++) {
            long[] start = new long[shape.rank()];
            start[plan.axis()] = from;
            blocks.get(k).fill(box.inside(start, plan.blockShape(shape, k).sizes()), cells);
            from += plan.sizes().get(k);
          }
        });
  }

  /** A fill with a box of it filled by another. */
  BoxFill over(BoxFill base, BoxFill inside, Region.Box where, Shape shape) {
    return BoxFill.cutting(
        shape,
        parts,
        (box, cells) -> {
          base.fill(box, cells);
          inside.fill(box.inside(where.start(), where.shape().sizes()), cells);
        });
  }
}
