package io.tensorinit.nd4j;

import java.util.Arrays;
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

  /** Refuses memory that is no more the array's, and elements that share a place. */
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
    long[] shape = array.shape();
    long[] strides = array.stride();
    for (int axis = 0; axis < shape.length && !array.isEmpty(); axis++) {
      if (strides[axis] == 0 && shape[axis] > 1) {
        throw new IllegalArgumentException(
            "each element of an array must have a place of its own, but along axis "
                + axis
                + " of shape "
                + Arrays.toString(shape)
                + " all lie at one: dup() it first");
      }
    }
  }
}
