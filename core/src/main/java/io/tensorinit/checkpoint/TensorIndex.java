package io.tensorinit.checkpoint;

import io.tensorinit.tensor.Shape;

/** Where an element of a file's tensor is. */
final class TensorIndex {
  private TensorIndex() {}

  /**
   * The index of an element along each axis.
   *
   * @param shape the tensor's shape
   * @param columnMajor whether the first axis runs fastest in the file, else the last
   * @param element the element's place in the file, in elements
   */
  static long[] of(Shape shape, boolean columnMajor, long element) {
    long[] index = new long[shape.rank()];
    long rest = element;
    for (int i = 0; i < index.length; i++) {
      int axis = columnMajor ? i : index.length - 1 - i;
      index[axis] = rest % shape.size(axis);
      rest /= shape.size(axis);
    }
    return index;
  }
}
