package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.tensor.Shape;

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
    return new BoxFill() {
      @Override
      public void fill(PlacedBox box, DeviceCells cells) {
        if (box.count() == 0) {
          return;
        }
        if (box.walk(shape.rowMajorStrides(), parts).rank() > PlacedBox.MAX_RANK) {
          box.halves().forEach(half -> fill(half, cells));
          return;
        }
        launches.fill(box, cells);
      }
    };
  }
}
