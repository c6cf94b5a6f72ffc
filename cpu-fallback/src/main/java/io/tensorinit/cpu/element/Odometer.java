package io.tensorinit.cpu.element;

import io.tensorinit.tensor.Shape;

/** The index, along each axis, of elements in row-major order. */
final class Odometer {
  private final long[] sizes;
  private final long[] index;

  /** Stands at an element of the flattened tensor. */
  Odometer(Shape shape, long element) {
    sizes = shape.sizes();
    index = new long[sizes.length];
    long rest = element;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      index[axis] = rest % sizes[axis];
      rest /= sizes[axis];
    }
  }

  /** The index along an axis. */
  long at(int axis) {
    return index[axis];
  }

  /** Goes on by some elements, at most to the end of the last axis. */
  void advance(long elements) {
    int axis = index.length - 1;
    if (axis < 0) {
      return;
    }
    index[axis] += elements;
    while (axis > 0 && index[axis] == sizes[axis]) {
      index[axis--] = 0;
      index[axis]++;
    }
  }
}
