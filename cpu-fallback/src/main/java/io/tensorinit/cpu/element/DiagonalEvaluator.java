package io.tensorinit.cpu.element;

import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.tensor.Shape;

/**
 * A pattern of one value on zeros, decided element by element from its index.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class DiagonalEvaluator<A> implements Evaluator<A> {
  private final DiagonalFill plan;
  private final Shape shape;
  private final int parts;
  private final Arithmetic<A> arithmetic;
  private final long[] sizes;
  private final long[] shifts;
  private final long groupRows;

  DiagonalEvaluator(DiagonalFill plan, Shape shape, int parts, Arithmetic<A> arithmetic) {
    this.plan = plan;
    this.shape = shape;
    this.parts = parts;
    this.arithmetic = arithmetic;
    this.sizes = shape.sizes();
    this.shifts = plan.shift().stream().mapToLong(Long::longValue).toArray();
    this.groupRows = shape.size(plan.rowAxis()) / plan.groups();
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    arithmetic.fill(out, from, count * parts, 0);
    Odometer index = new Odometer(shape, first);
    for (int i = 0; i < count; i++) {
      if (onPattern(index)) {
        arithmetic.set(out, from + i * parts, plan.value());
      }
      index.advance(1);
    }
  }

  private boolean onPattern(Odometer index) {
    if (unshifted(index, plan.rowAxis()) % groupRows != unshifted(index, plan.columnAxis())) {
      return false;
    }
    for (int axis = 0; axis < sizes.length; axis++) {
      long place = plan.place().get(axis);
      boolean placed = place >= 0 && axis != plan.rowAxis() && axis != plan.columnAxis();
      if (placed && unshifted(index, axis) != place) {
        return false;
      }
    }
    return true;
  }

  private long unshifted(Odometer index, int axis) {
    return shifts[axis] == 0
        ? index.at(axis)
        : Math.floorMod(index.at(axis) - Math.floorMod(shifts[axis], sizes[axis]), sizes[axis]);
  }
}
