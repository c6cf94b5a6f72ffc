package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.memory.BoxWalk;
import io.tensorinit.cuda.memory.CellBits;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;

/**
 * A pattern on zeros in two steps: the zeros of a whole box, then the elements of the pattern, of
 * which a row has one or none, a thread each.
 */
final class Diagonals {
  private final FillScope scope;

  /**
   * The diagonals of a fill.
   *
   * @param scope what stays the same through the fill
   */
  Diagonals(FillScope scope) {
    this.scope = scope;
  }

  /**
   * The pattern on a fill of zeros.
   *
   * @param zeros the zeros
   * @param plan the pattern
   * @param shape the whole tensor's shape
   * @return the zeros alone where nothing of the pattern lies in a box, or its value is 0
   */
  BoxFill on(BoxFill zeros, DiagonalFill plan, Shape shape) {
    return (box, cells) -> {
      zeros.fill(box, cells);
      if (CellBits.of(plan.value(), cells.cellType()) != 0) {
        placed(plan, shape, box).fill(withoutColumns(plan, shape, box), cells);
      }
    };
  }

  /**
   * Of a box its rows and what repeats along them, at its first column and the pattern's places.
   */
  private static PlacedBox withoutColumns(DiagonalFill plan, Shape shape, PlacedBox box) {
    long[] start = box.start().clone();
    long[] size = box.size().clone();
    long cell = box.cell();
    for (int axis = 0; axis < size.length && box.count() > 0; axis++) {
      long place = plan.place().get(axis);
      if (axis == plan.columnAxis()) {
        size[axis] = 1;
      } else if (axis != plan.rowAxis() && place >= 0) {
        long index = Math.floorMod(place + shift(plan, shape, axis), shape.size(axis));
        boolean isIn =
            place < shape.size(axis) && index >= start[axis] && index < start[axis] + size[axis];
        cell += (index - start[axis]) * box.strides()[axis];
        start[axis] = index;
        size[axis] = isIn ? 1 : 0;
      }
    }
    return new PlacedBox(start, size, cell, box.strides());
  }

  private static long shift(DiagonalFill plan, Shape shape, int axis) {
    return Math.floorMod(plan.shift().get(axis), shape.size(axis));
  }

  /** The elements of the pattern in some rows of a box, at its columns. */
  private BoxFill placed(DiagonalFill plan, Shape shape, PlacedBox box) {
    long[] rowStrides = new long[shape.rank()];
    rowStrides[plan.rowAxis()] = 1;
    return BoxFill.cutting(
        rows -> rows.walk(rowStrides, 1).rank(),
        (rows, cells) -> launch(plan, shape, box, rows.walk(rowStrides, 1), cells));
  }

  private void launch(
      DiagonalFill plan, Shape shape, PlacedBox box, BoxWalk rows, DeviceCells cells) {
    DType cellType = cells.cellType();
    int bytes = cellType.bytes() * scope.parts();
    int column = plan.columnAxis();
    Arguments arguments = new Arguments().argument(Long.BYTES);
    arguments.member(shape.size(plan.rowAxis())).member(shape.size(column));
    arguments.member(shape.size(plan.rowAxis()) / plan.groups());
    arguments.member(shift(plan, shape, plan.rowAxis())).member(shift(plan, shape, column));
    arguments.member(box.start()[column]).member(box.size()[column]);
    arguments.member(box.strides()[column]);
    arguments.add(cells.address() + rows.cell() * bytes).add(bytes).add(cellType.bytes());
    ConstantPattern.of(plan.value(), cellType, 1, 0).addTo(arguments);
    rows.addTo(arguments);
    scope
        .kernels()
        .launch("fill_diagonal", "fill_diagonal", rows.count(), scope.stream(), arguments);
  }
}
