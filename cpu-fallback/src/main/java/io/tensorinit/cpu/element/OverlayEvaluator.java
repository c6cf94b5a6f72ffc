package io.tensorinit.cpu.element;

import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;

/**
 * A fill with a box of it filled by another, which is indexed as a tensor of the box's shape.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class OverlayEvaluator<A> implements Evaluator<A> {
  private final Evaluator<A> base;
  private final Evaluator<A> inside;
  private final Shape shape;
  private final Shape boxShape;
  private final int parts;
  private final long[] start;
  private final long[] boxStrides;
  private final long lowest;
  private final long highest;

  OverlayEvaluator(Evaluator<A> base, Region.Box box, Evaluator<A> inside, Shape shape, int parts) {
    this.base = base;
    this.inside = inside;
    this.shape = shape;
    this.parts = parts;
    boxShape = box.shape();
    start = box.start();
    boxStrides = boxShape.rowMajorStrides();
    long[] strides = shape.rowMajorStrides();
    long low = 0;
    long reach = 0;
    for (int axis = 0; axis < start.length; axis++) {
      low += start[axis] * strides[axis];
      reach += (boxShape.size(axis) - 1) * strides[axis];
    }
    lowest = low;
    highest = boxShape.elementCount() == 0 ? -1 : low + reach;
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    base.evaluate(first, count, out, from, scratch);
    if (first > highest || first + count <= lowest) {
      return;
    }
    int last = start.length - 1;
    Odometer index = new Odometer(shape, first);
    int done = 0;
    while (done < count) {
      long column = last < 0 ? 0 : index.at(last);
      int row = last < 0 ? 1 : (int) Math.min(count - done, shape.size(last) - column);
      if (crossesBox(index)) {
        long boxStart = last < 0 ? 0 : start[last];
        long boxEnd = boxStart + (last < 0 ? 1 : boxShape.size(last));
        long begin = Math.max(column, boxStart);
        int length = (int) (Math.min(column + row, boxEnd) - begin);
        if (length > 0) {
          int to = from + (done + (int) (begin - column)) * parts;
          long boxFirst = outerPlace(index) + begin - boxStart;
          inside.evaluate(boxFirst, length, out, to, scratch);
        }
      }
      done += row;
      index.advance(row);
    }
  }

  /** Whether the row along the last axis that an element lies in crosses the box. */
  private boolean crossesBox(Odometer index) {
    for (int axis = 0; axis < start.length - 1; axis++) {
      long inBox = index.at(axis) - start[axis];
      if (inBox < 0 || inBox >= boxShape.size(axis)) {
        return false;
      }
    }
    return true;
  }

  /** The index in the box of the first element of a row that crosses it. */
  private long outerPlace(Odometer index) {
    long place = 0;
    for (int axis = 0; axis < start.length - 1; axis++) {
      place += (index.at(axis) - start[axis]) * boxStrides[axis];
    }
    return place;
  }
}
