package io.tensorinit.cuda.orthogonal;

import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * The matrices of one orthogonal fill as they lie in the workspace: m rows and n columns, n the
 * smaller side, so that a wide matrix is transposed; column-major, one after the other. Element (r,
 * c) of matrix b is at place (b n + c) d + r, d the distance of neighbouring columns.
 *
 * @param plan the fill
 * @param shape the whole tensor's shape
 * @param key the key the normals are drawn from
 */
record MatrixStack(OrthogonalFill plan, Shape shape, Key key) {
  /** The rows of a matrix. */
  long m() {
    return Math.max(view().rows(shape), view().columns(shape));
  }

  /** The columns of a matrix. */
  long n() {
    return Math.min(view().rows(shape), view().columns(shape));
  }

  private MatrixView view() {
    return plan.view();
  }

  /**
   * How far the place moves along each axis of the tensor.
   *
   * @param distance the distance of neighbouring columns, m or more
   */
  long[] placeStrides(long distance) {
    boolean wide = view().rows(shape) < view().columns(shape);
    long[] strides = new long[shape.rank()];
    addStrides(strides, view().rowAxes(), wide ? distance : 1);
    addStrides(strides, view().columnAxes(), wide ? 1 : distance);
    addStrides(strides, view().batchAxes(), distance * n());
    return strides;
  }

  private void addStrides(long[] strides, List<Integer> axes, long innermost) {
    long stride = innermost;
    for (int i = axes.size() - 1; i >= 0; i--) {
      strides[axes.get(i)] = stride;
      stride *= shape.size(axes.get(i));
    }
  }

  /**
   * Some matrices of the stack.
   *
   * @param first the first one's number
   * @param count how many, 1 or more
   */
  record Run(long first, long count) {
    boolean contains(Run other) {
      return first <= other.first && other.first + other.count <= first + count;
    }
  }

  /** The matrices from the first to the last that a box touches; others may lie between them. */
  Run touched(PlacedBox box) {
    long[] strides = new long[shape.rank()];
    addStrides(strides, view().batchAxes(), 1);
    long first = 0;
    long last = 0;
    for (int axis : view().batchAxes()) {
      first += box.start()[axis] * strides[axis];
      last += (box.start()[axis] + box.size()[axis] - 1) * strides[axis];
    }
    return new Run(first, last - first + 1);
  }

  /** How many matrices a box touches. */
  long touchedCount(PlacedBox box) {
    return view().batchAxes().stream()
        .mapToLong(axis -> box.size()[axis])
        .reduce(1, (a, b) -> a * b);
  }

  /** The outermost axis of the batch along which a box touches several matrices. */
  int axisToCut(PlacedBox box) {
    return view().batchAxes().stream()
        .filter(axis -> box.size()[axis] > 1)
        .findFirst()
        .orElseThrow();
  }
}
