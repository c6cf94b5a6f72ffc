package io.tensorinit.nd4j;

import io.tensorinit.memory.Strides;
import io.tensorinit.tensor.Shape;
import java.math.BigInteger;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.workspace.ND4JWorkspaceException;
import org.nd4j.linalg.workspace.WorkspaceUtils;

/** Refusals of arrays that must not be written to. */
final class ArrayChecks {
  private ArrayChecks() {}

  /** Whether this is ND4J's array of no elements that has the shape of a scalar. */
  static boolean isNothing(INDArray array) {
    return array.isEmpty() && array.rank() == 0;
  }

  /**
   * Refuses memory that is no more, or was never, the array's, and elements that may share a place.
   */
  static void requireUsable(INDArray array) {
    if (array.wasClosed()) {
      throw new IllegalStateException(
          "array must be open, was closed: " + Arrays.toString(array.shape()));
    }
    try {
      WorkspaceUtils.assertValidArray(array, "array must be of an open workspace");
    } catch (ND4JWorkspaceException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
    if (!array.isEmpty()) {
      requireApart(array);
      requireWithin(array);
    }
  }

  private static void requireApart(INDArray array) {
    Shape shape = Nd4jArrays.shape(array);
    if (!Strides.areNested(shape, array.stride())) {
      throw new IllegalArgumentException(
          "each element of an array must have a place of its own, each stride larger than the"
              + " smaller ones reach; strides were "
              + Arrays.toString(array.stride())
              + " of shape "
              + shape
              + ": dup() it first");
    }
  }

  /** Strides are whatever the array was made with: ND4J does not compare them with its buffer. */
  private static void requireWithin(INDArray array) {
    DataBuffer data = array.data();
    BigInteger lowest = BigInteger.valueOf(data.offset());
    BigInteger highest = lowest;
    for (int axis = 0; axis < array.rank(); axis++) {
      BigInteger reach =
          BigInteger.valueOf(array.size(axis) - 1).multiply(BigInteger.valueOf(array.stride(axis)));
      lowest = lowest.add(reach.min(BigInteger.ZERO));
      highest = highest.add(reach.max(BigInteger.ZERO));
    }
    long length = data.underlyingLength();
    if (lowest.signum() < 0 || highest.compareTo(BigInteger.valueOf(length)) >= 0) {
      throw new IllegalArgumentException(
          "strides "
              + Arrays.toString(array.stride())
              + " must keep shape "
              + Nd4jArrays.shape(array)
              + " within the array's buffer of "
              + length
              + " elements, reach from "
              + lowest
              + " to "
              + highest);
    }
  }
}
