package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.tensor.Shape;
import java.util.function.ToIntFunction;

/** A fill made ready: the launches that write any box of its tensor. */
@FunctionalInterface
interface BoxFill {
  /**
   * Writes a box.
   *
   * @param box the box and its cells; nothing is written for an empty one
   * @param cells where the cells are
   */
  void fill(PlacedBox box, DeviceCells cells);

  /**
   * A fill whose launches take boxes of bounded rank only, for any box.
   *
   * @param shape the whole tensor's shape
   * @param parts the cells of an element
   * @param launches writes a box that is not empty and whose walk has at most {@value
   *     PlacedBox#MAX_RANK} axes
   * @return cuts boxes in halves until they are such
   */
  static BoxFill cutting(Shape shape, int parts, BoxFill launches) {
    long[] strides = shape.rowMajorStrides();
    return cutting(box -> box.walk(strides, parts).rank(), launches);
  }

  /**
   * As above, for launches that walk over a box in another way.
   *
   * @param rank the axes of the walk over a box
   * @param launches writes a box that is not empty and of at most {@value PlacedBox#MAX_RANK} of
   *     these
   * @return cuts boxes in halves until they are such
   */
  static BoxFill cutting(ToIntFunction<PlacedBox> rank, BoxFill launches) {
    return new BoxFill() {
      @Override
      public void fill(PlacedBox box, DeviceCells cells) {
        if (box.count() == 0) {
          return;
        }
        if (rank.applyAsInt(box) > PlacedBox.MAX_RANK) {
          box.halves().forEach(half -> fill(half, cells));
          return;
        }
        launches.fill(box, cells);
      }
    };
  }
}
