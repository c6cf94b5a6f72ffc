package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.HostTable;
import io.tensorinit.plan.TableFill;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;

/**
 * Values that are given: an array of the tensor's own shape, or one that is repeated along axes as
 * NumPy does (axes are matched from the last; an axis of size 1, or none, is repeated). Takes no
 * random words; passes through the host on every backend. Immutable; the array is copied.
 */
public final class GivenTensor implements Initializer {
  private final double[] values;
  private final Shape ownShape;
  private final boolean exact;

  private GivenTensor(double[] values, Shape ownShape, boolean exact) {
    if (values.length != ownShape.elementCount()) {
      throw new IllegalArgumentException(
          "values must be as many as shape " + ownShape + " has elements, was " + values.length);
    }
    this.values = values.clone();
    this.ownShape = ownShape;
    this.exact = exact;
  }

  /**
   * Values for a tensor of exactly this shape.
   *
   * @param values the values, row-major
   * @param shape their shape
   * @return the initializer; lowering it for another shape is refused
   * @throws IllegalArgumentException if there are more or fewer values than the shape has elements
   */
  public static GivenTensor exact(double[] values, Shape shape) {
    return new GivenTensor(values, shape, true);
  }

  /**
   * Values that are repeated along axes where the tensor is larger.
   *
   * @param values the values, row-major
   * @param shape their shape
   * @return the initializer; lowering it for a shape that the values do not extend to is refused
   * @throws IllegalArgumentException if there are more or fewer values than the shape has elements
   */
  public static GivenTensor broadcast(double[] values, Shape shape) {
    return new GivenTensor(values, shape, false);
  }

  /**
   * The shape of the given values.
   *
   * @return the shape
   */
  public Shape ownShape() {
    return ownShape;
  }

  /**
   * The given values.
   *
   * @return a fresh array, row-major
   */
  public double[] values() {
    return values.clone();
  }

  /**
   * Whether the tensor must have the values' own shape.
   *
   * @return false if they are repeated
   */
  public boolean isExact() {
    return exact;
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    if (shape.equals(ownShape)) {
      return new TableFill(index -> values[(int) index]);
    }
    if (exact) {
      throw new IllegalArgumentException(
          "given tensor has shape "
              + ownShape
              + ", the tensor to fill must have it, too, was "
              + shape);
    }
    return new TableFill(broadcastTo(shape));
  }

  private HostTable broadcastTo(Shape shape) {
    int rank = shape.rank();
    int added = rank - ownShape.rank();
    if (added < 0) {
      throw cannotExtend(shape);
    }
    long[] ownStrides = ownShape.rowMajorStrides();
    long[] step = new long[rank];
    for (int axis = added; axis < rank; axis++) {
      long own = ownShape.size(axis - added);
      if (own != 1 && own != shape.size(axis)) {
        throw cannotExtend(shape);
      }
      step[axis] = own == 1 ? 0 : ownStrides[axis - added];
    }
    long[] strides = shape.rowMajorStrides();
    return index -> {
      long rest = index;
      long from = 0;
      for (int axis = 0; axis < rank; axis++) {
        from += rest / strides[axis] * step[axis];
        rest %= strides[axis];
      }
      return values[(int) from];
    };
  }

  private IllegalArgumentException cannotExtend(Shape shape) {
    return new IllegalArgumentException(
        "given values of shape " + ownShape + " cannot be repeated to shape " + shape);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GivenTensor given
        && exact == given.exact
        && ownShape.equals(given.ownShape)
        && Arrays.equals(values, given.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values) * 31 + ownShape.hashCode();
  }

  @Override
  public String toString() {
    return "GivenTensor" + ownShape;
  }
}
