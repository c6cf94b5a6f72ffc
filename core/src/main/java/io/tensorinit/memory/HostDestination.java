package io.tensorinit.memory;

import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;

/**
 * Host memory or a file that a region's elements go to: a {@link Storage}, the place of the first
 * element, and the distance between neighbours along each axis. Immutable; made by the methods of
 * {@link Destination}.
 */
@CheckReturnValue
public final class HostDestination implements Destination {
  private final Storage storage;
  private final Placement placement;

  HostDestination(Storage storage, Placement placement) {
    this.storage = storage;
    this.placement = placement;
  }

  /**
   * The same storage with other places: element (i, j, ...) of the region goes to {@code offset + i
   * strides[0] + j strides[1] + ...}. Places that coincide hold the value of one of the elements,
   * which one is not said; {@link Strides#areNested} tells whether any may.
   *
   * @param offset the place of the region's first element, in elements
   * @param strides the distance between neighbours along each axis of the region, in elements; may
   *     be negative
   * @return the destination
   */
  public HostDestination strided(long offset, long... strides) {
    return new HostDestination(storage, new Placement.Strided(offset, strides.clone()));
  }

  /**
   * The same storage with the first axis running fastest (Fortran, Julia), from its beginning.
   *
   * @return the destination
   */
  public HostDestination columnMajor() {
    return new HostDestination(storage, new Placement.ColumnMajor());
  }

  /**
   * The same places, taking elements of a narrower dtype: each part becomes the wider number that
   * equals it.
   *
   * <pre>{@code
   * TensorInit.tensor(heNormal()).shape(512).name("w").dtype(DType.BF16)
   *     .into(Destination.of(floats).widening(DType.BF16, DType.F32));
   * }</pre>
   *
   * @param narrow the dtype of the elements that are put; complex ones count by their parts
   * @param wide F32 or F64: what the storage holds them as
   * @return the destination, of elements of {@code narrow} alone
   * @throws IllegalArgumentException if {@code wide} is another dtype, or does not hold all numbers
   *     of {@code narrow}
   */
  public HostDestination widening(DType narrow, DType wide) {
    return new HostDestination(WideningStorage.of(storage, narrow.partType(), wide), placement);
  }

  /**
   * The storage behind it.
   *
   * @return the storage
   */
  public Storage storage() {
    return storage;
  }

  /**
   * The place of the region's first element.
   *
   * @return the place, in elements
   */
  public long offset() {
    return placement.offset();
  }

  @Override
  public long[] strides(Shape regionShape) {
    return placement.strides(regionShape);
  }

  /**
   * Whether the region's elements lie one after the other in row-major order.
   *
   * @param regionShape the shape of the region
   * @return true if element i lies at {@code offset + i}
   */
  public boolean isRowMajor(Shape regionShape) {
    long[] expected = regionShape.rowMajorStrides();
    long[] actual = strides(regionShape);
    for (int axis = 0; axis < expected.length; axis++) {
      if (regionShape.size(axis) > 1 && actual[axis] != expected[axis]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public HostDestination requireHost(String backend) {
    return this;
  }

  @Override
  public void require(Shape regionShape, DType dtype) {
    long capacity = storage.capacity(dtype.partType()) / dtype.partCount();
    long[] strides = strides(regionShape);
    if (regionShape.elementCount() == 0) {
      return;
    }
    long lowest = offset();
    long highest = lowest;
    try {
      for (int axis = 0; axis < strides.length; axis++) {
        long reach = Math.multiplyExact(regionShape.size(axis) - 1, strides[axis]);
        if (reach < 0) {
          lowest = Math.addExact(lowest, reach);
        } else {
          highest = Math.addExact(highest, reach);
        }
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "strides "
              + Arrays.toString(strides)
              + " must keep shape "
              + regionShape
              + " within 2^63 - 1 elements",
          e);
    }
    if (lowest < 0 || highest >= capacity) {
      throw new IllegalArgumentException(
          storage
              + " holds "
              + capacity
              + " elements of "
              + dtype
              + ", but shape "
              + regionShape
              + " needs places "
              + lowest
              + " to "
              + highest);
    }
  }
}
