package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;

/**
 * An embedding table of which one row (along axis 0) is zero: that of the padding token. The other
 * rows are what they are without it.
 *
 * @param inner the initializer of the table
 * @param row the row, or counted from the end, -1 being the last
 */
record PaddingRow(Initializer inner, long row) implements Wrapping {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    Require.rank("padding row", shape, 1, Integer.MAX_VALUE);
    long rows = shape.size(0);
    if (row >= rows || row < -rows) {
      throw new IllegalArgumentException(
          "padding row must lie in "
              + -rows
              + ".."
              + (rows - 1)
              + " for shape "
              + shape
              + ", was "
              + row);
    }
    long[] start = new long[shape.rank()];
    start[0] = row < 0 ? row + rows : row;
    Region.Box box = (Region.Box) Region.box(start, shape.with(0, 1).sizes());
    return new OverlayFill(inner.lower(shape, layout), box, new ConstantFill(0));
  }
}
