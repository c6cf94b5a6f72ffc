package io.tensorinit;

import java.util.Arrays;

/**
 * The part of a tensor that a fill writes. Values and fans are those of the whole tensor, whatever
 * part is asked for.
 */
public sealed interface Region permits Region.Whole, Region.Range, Region.Box {
  /**
   * All elements.
   *
   * @return the region
   */
  static Region whole() {
    return Whole.INSTANCE;
  }

  /**
   * A contiguous run of the flattened (row-major) tensor.
   *
   * @param start the first element's index
   * @param count the number of elements
   * @return the region
   * @throws IllegalArgumentException if either is negative
   */
  static Region range(long start, long count) {
    return new Range(start, count);
  }

  /**
   * A sub-box.
   *
   * @param start the first index along each axis
   * @param size the size along each axis
   * @return the region
   * @throws IllegalArgumentException if the lengths differ or an entry is negative
   */
  static Region box(long[] start, long[] size) {
    return new Box(start, size);
  }

  /**
   * The shape of what is written.
   *
   * @param whole the whole tensor's shape
   * @return the whole shape, one axis of {@code count}, or the box's sizes
   * @throws IllegalArgumentException if the region does not lie inside the tensor
   */
  Shape shapeIn(Shape whole);

  /**
   * Visits the region as runs that are contiguous in the whole flattened tensor, in row-major
   * order.
   *
   * @param whole the whole tensor's shape
   * @param run called for each run
   * @throws IllegalArgumentException if the region does not lie inside the tensor
   */
  void forEachRun(Shape whole, Run run);

  /** Takes one contiguous run. */
  @FunctionalInterface
  interface Run {
    /**
     * Takes one run.
     *
     * @param wholeIndex index of its first element in the whole flattened tensor
     * @param regionIndex index of its first element in the flattened region
     * @param length number of elements, 1 or more
     */
    void accept(long wholeIndex, long regionIndex, long length);
  }

  /** All elements. */
  final class Whole implements Region {
    private static final Whole INSTANCE = new Whole();

    private Whole() {}

    @Override
    public Shape shapeIn(Shape whole) {
      return whole;
    }

    @Override
    public void forEachRun(Shape whole, Run run) {
      if (whole.elementCount() > 0) {
        run.accept(0, 0, whole.elementCount());
      }
    }

    @Override
    public String toString() {
      return "whole";
    }
  }

  /**
   * A contiguous run of the flattened tensor.
   *
   * @param start the first element's index
   * @param count the number of elements
   */
  record Range(long start, long count) implements Region {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if either is negative
     */
    public Range {
      if (start < 0 || count < 0) {
        throw new IllegalArgumentException(
            "range must have a start and a count of 0 or more, was start " + start + ", count "
                + count);
      }
    }

    @Override
    public Shape shapeIn(Shape whole) {
      if (start > whole.elementCount() || count > whole.elementCount() - start) {
        throw new IllegalArgumentException(
            "range of " + count + " elements from " + start + " must lie inside shape " + whole
                + " of " + whole.elementCount() + " elements");
      }
      return Shape.of(count);
    }

    @Override
    public void forEachRun(Shape whole, Run run) {
      shapeIn(whole);
      if (count > 0) {
        run.accept(start, 0, count);
      }
    }
  }

  /** A sub-box, given by its first index and its size along each axis. */
  final class Box implements Region {
    private final long[] start;
    private final Shape shape;

    private Box(long[] start, long[] size) {
      if (start.length != size.length) {
        throw new IllegalArgumentException(
            "box must have as many starts as sizes, was " + start.length + " and " + size.length);
      }
      for (int axis = 0; axis < start.length; axis++) {
        if (start[axis] < 0) {
          throw new IllegalArgumentException(
              "start of axis " + axis + " must be 0 or more, was " + start[axis]);
        }
      }
      this.start = start.clone();
      this.shape = Shape.of(size);
    }

    /**
     * The first index along each axis.
     *
     * @return a fresh array
     */
    public long[] start() {
      return start.clone();
    }

    /**
     * The sizes along each axis.
     *
     * @return the box's shape
     */
    public Shape shape() {
      return shape;
    }

    @Override
    public Shape shapeIn(Shape whole) {
      boolean inside = whole.rank() == start.length;
      for (int axis = 0; inside && axis < start.length; axis++) {
        inside =
            start[axis] <= whole.size(axis)
                && shape.size(axis) <= whole.size(axis) - start[axis];
      }
      if (!inside) {
        throw new IllegalArgumentException(this + " must lie inside shape " + whole);
      }
      return shape;
    }

    @Override
    public void forEachRun(Shape whole, Run run) {
      shapeIn(whole);
      if (shape.elementCount() == 0) {
        return;
      }
      int rank = start.length;
      int split = rank;
      long length = 1;
      while (split > 0) {
        split--;
        length *= shape.size(split);
        if (shape.size(split) != whole.size(split)) {
          break;
        }
      }
      long[] strides = whole.rowMajorStrides();
      long base = 0;
      for (int axis = 0; axis < rank; axis++) {
        base += start[axis] * strides[axis];
      }
      long[] index = new long[split];
      long regionIndex = 0;
      while (true) {
        long wholeIndex = base;
        for (int axis = 0; axis < split; axis++) {
          wholeIndex += index[axis] * strides[axis];
        }
        run.accept(wholeIndex, regionIndex, length);
        regionIndex += length;
        int axis = split - 1;
        while (axis >= 0 && ++index[axis] == shape.size(axis)) {
          index[axis--] = 0;
        }
        if (axis < 0) {
          return;
        }
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Box box
          && Arrays.equals(start, box.start)
          && shape.equals(box.shape);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(start) + shape.hashCode();
    }

    @Override
    public String toString() {
      return "box of " + shape + " at " + Arrays.toString(start);
    }
  }
}
