package io.tensorinit.tensor;

import java.util.Arrays;

/**
 * The sizes of a tensor along its axes, outermost first (row-major order).
 *
 * <p>Rank 0 (a scalar, one element) upwards; a size may be zero; the product of the sizes fits a
 * {@code long}. Immutable and safe for use by several threads.
 */
@CheckReturnValue
public final class Shape {
  private static final Shape SCALAR = new Shape(new long[0]);

  private final long[] sizes;
  private final long elementCount;

  private Shape(long[] sizes) {
    this.sizes = sizes;
    this.elementCount = checkedProduct(sizes);
  }

  /**
   * The shape of these sizes.
   *
   * @param sizes the size of each axis, each 0 or more; none for a scalar
   * @return the shape
   * @throws IllegalArgumentException if a size is negative, or if the product of the sizes that are
   *     not zero exceeds 2^63 - 1
   */
  public static Shape of(long... sizes) {
    return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
  }

  /**
   * The shape of a scalar.
   *
   * @return the shape of rank 0, which has one element
   */
  public static Shape scalar() {
    return SCALAR;
  }

  /**
   * The number of axes.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return sizes.length;
  }

  /**
   * The size of one axis.
   *
   * @param axis the axis, from 0 (outermost), or from -1 (innermost) downwards
   * @return its size
   * @throws IllegalArgumentException if the shape has no such axis
   */
  public long size(int axis) {
    return sizes[axis(axis)];
  }

  /**
   * An axis counted from the front.
   *
   * @param axis the axis, from 0 (outermost), or from -1 (innermost) downwards
   * @return the same axis as a number from 0 to rank - 1
   * @throws IllegalArgumentException if the shape has no such axis
   */
  public int axis(int axis) {
    int fromFront = axis < 0 ? axis + sizes.length : axis;
    if (fromFront < 0 || fromFront >= sizes.length) {
      throw new IllegalArgumentException(
          "axis must lie in -"
              + sizes.length
              + ".."
              + (sizes.length - 1)
              + " for shape "
              + this
              + ", was "
              + axis);
    }
    return fromFront;
  }

  /**
   * The sizes of all axes.
   *
   * @return a fresh array
   */
  public long[] sizes() {
    return sizes.clone();
  }

  /**
   * The number of elements.
   *
   * @return the product of the sizes, 1 for a scalar
   */
  public long elementCount() {
    return elementCount;
  }

  /**
   * The distance, in elements of the flattened tensor, between neighbours along each axis.
   *
   * @return a fresh array; the last entry is 1
   */
  public long[] rowMajorStrides() {
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, sizes[axis]);
    }
    return strides;
  }

  /**
   * This shape with one axis resized.
   *
   * @param axis the axis, from 0, or from -1 downwards
   * @param size its new size
   * @return the new shape
   * @throws IllegalArgumentException if there is no such axis or the new sizes are not a shape
   */
  public Shape with(int axis, long size) {
    long[] changed = sizes.clone();
    changed[axis(axis)] = size;
    return of(changed);
  }

  private static long checkedProduct(long[] sizes) {
    long product = 1;
    boolean empty = false;
    for (int axis = 0; axis < sizes.length; axis++) {
      long size = sizes[axis];
      if (size < 0) {
        throw new IllegalArgumentException(
            "size of axis " + axis + " must be 0 or more, was " + size);
      }
      if (size == 0) {
        empty = true;
        continue;
      }
      if (product > Long.MAX_VALUE / size) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(sizes) + " must have at most 2^63 - 1 elements");
      }
      product *= size;
    }
    return empty ? 0 : product;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /**
   * The sizes as {@code [512, 256]}.
   *
   * @return the sizes, comma-separated, in brackets
   */
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
