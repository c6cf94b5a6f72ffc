package io.tensorinit.memory;

import io.tensorinit.tensor.Shape;
import java.util.Arrays;

/** The places of a region's elements in a storage. */
sealed interface Placement {
  /** The first element's place. */
  default long offset() {
    return 0;
  }

  /** The distances between neighbours along each axis, a fresh array. */
  long[] strides(Shape region);

  /** The last axis runs fastest, from the storage's beginning. */
  record RowMajor() implements Placement {
    @Override
    public long[] strides(Shape region) {
      return region.rowMajorStrides();
    }
  }

  /** The first axis runs fastest, from the storage's beginning. */
  record ColumnMajor() implements Placement {
    @Override
    public long[] strides(Shape region) {
      long[] strides = new long[region.rank()];
      long stride = 1;
      for (int axis = 0; axis < strides.length; axis++) {
        strides[axis] = stride;
        stride *= Math.max(1, region.size(axis));
      }
      return strides;
    }
  }

  /** Places that the user chose. */
  final class Strided implements Placement {
    private final long offset;
    private final long[] strides;

    Strided(long offset, long[] strides) {
      this.offset = offset;
      this.strides = strides;
    }

    @Override
    public long offset() {
      return offset;
    }

    @Override
    public long[] strides(Shape region) {
      if (strides.length != region.rank()) {
        throw new IllegalArgumentException(
            "strides must be one an axis of shape " + region + ", was " + Arrays.toString(strides));
      }
      return strides.clone();
    }
  }
}
