package io.tensorinit.tensor;

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
  default void forEachRun(Shape whole, Run run) {
    forEachRun(whole, 0, shapeIn(whole).elementCount(), run);
  }

  /**
   * Visits a part of the region as runs that are contiguous in the whole flattened tensor, in
   * row-major order. Cost: one call a run, whatever lies before the part.
   *
   * @param whole the whole tensor's shape
   * @param from index, in the flattened region, of the part's first element
   * @param count the number of elements of the part, 0 or more
   * @param run called for each run
   * @throws IllegalArgumentException if the region does not lie inside the tensor, or the part not
   *     inside the region
   */
  void forEachRun(Shape whole, long from, long count, Run run);

  /**
   * Refuses a part that does not lie inside a region.
   *
   * @param region the region's shape
   * @param from index of the part's first element
   * @param count the number of elements of the part
   * @throws IllegalArgumentException if the part does not lie inside the region
   */
  private static void requirePart(Shape region, long from, long count) {
    if (from < 0 || count < 0 || from > region.elementCount() - count) {
      throw new IllegalArgumentException(
          "part of "
              + count
              + " elements from "
              + from
              + " must lie inside a region of shape "
              + region);
    }
  }

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
    public void forEachRun(Shape whole, long from, long count, Run run) {
      requirePart(whole, from, count);
      if (count > 0) {
        run.accept(from, from, count);
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
            "range must have a start and a count of 0 or more, was start "
                + start
                + ", count "
                + count);
      }
    }

    @Override
    public Shape shapeIn(Shape whole) {
      if (start > whole.elementCount() || count > whole.elementCount() - start) {
        throw new IllegalArgumentException(
            "range of "
                + count
                + " elements from "
                + start
                + " must lie inside shape "
                + whole
                + " of "
                + whole.elementCount()
                + " elements");
      }
      return Shape.of(count);
    }

    @Override
    public void forEachRun(Shape whole, long from, long length, Run run) {
      requirePart(shapeIn(whole), from, length);
      if (length > 0) {
        run.accept(start + from, from, length);
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
            start[axis] <= whole.size(axis) && shape.size(axis) <= whole.size(axis) - start[axis];
      }
      if (!inside) {
        throw new IllegalArgumentException(this + " must lie inside shape " + whole);
      }
      return shape;
    }

    @Override
    public void forEachRun(Shape whole, long from, long count, Run run) {
      requirePart(shapeIn(whole), from, count);
      if (count == 0) {
        return;
      }
      int split = shape.rank();
      long length = 1;
      while (split > 0) {
        split--;
        length *= shape.size(split);
        if (shape.size(split) != whole.size(split)) {
          break;
        }
      }
      long[] strides = whole.rowMajorStrides();
      long[] index = outerIndex(from / length, split);
      long end = from + count;
      long at = from;
      while (at < end) {
        long skip = at % length;
        long taken = Math.min(length - skip, end - at);
        run.accept(place(index, strides) + skip, at, taken);
        at += taken;
        for (int axis = split - 1; axis >= 0 && ++index[axis] == shape.size(axis); axis--) {
          index[axis] = 0;
        }
      }
    }

    /** The index, along the axes before {@code split}, of a run counted from the box's first. */
    private long[] outerIndex(long run, int split) {
      long[] index = new long[start.length];
      long rest = run;
      for (int axis = split - 1; axis >= 0; axis--) {
        index[axis] = rest % shape.size(axis);
        rest /= shape.size(axis);
      }
      return index;
    }

    private long place(long[] index, long[] strides) {
      long place = 0;
      for (int axis = 0; axis < start.length; axis++) {
        place += (start[axis] + index[axis]) * strides[axis];
      }
      return place;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Box box && Arrays.equals(start, box.start) && shape.equals(box.shape);
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
