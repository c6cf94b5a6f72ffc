package io.tensorinit.memory;

import io.tensorinit.tensor.Shape;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the distances between neighbours along each axis say of the places of elements. Safe for use
 * by several threads.
 */
public final class Strides {
  private Strides() {}

  /**
   * Whether strides keep all elements of a shape apart by their order of size: each |stride| is
   * larger than what all smaller ones reach together, the sum of (size - 1) |stride|. Axes of size
   * 1 do not count. This holds for all parts, permutations and mirrorings of an array whose
   * elements lie apart. Then no two elements lie at one place; where it does not hold two may, or
   * the axes interleave (shape [2, 3] with strides 3 and 2).
   *
   * @param shape the shape
   * @param strides the distance between neighbours along each axis, in elements; may be negative
   * @return true if each stride is larger than the smaller ones reach; for a shape of no elements,
   *     too
   * @throws IllegalArgumentException if the strides are not one an axis
   */
  public static boolean areNested(Shape shape, long... strides) {
    if (strides.length != shape.rank()) {
      throw new IllegalArgumentException(
          "strides must be one an axis of shape " + shape + ", was " + strides.length);
    }
    if (shape.elementCount() == 0) {
      return true;
    }
    Comparator<Integer> bySize = Comparator.comparing(axis -> size(strides[axis]));
    List<Integer> axes =
        IntStream.range(0, strides.length)
            .filter(axis -> shape.size(axis) > 1)
            .boxed()
            .sorted(bySize)
            .toList();
    BigInteger reach = BigInteger.ZERO;
    for (int axis : axes) {
      BigInteger stride = size(strides[axis]);
      if (stride.compareTo(reach) <= 0) {
        return false;
      }
      reach = reach.add(stride.multiply(BigInteger.valueOf(shape.size(axis) - 1)));
    }
    return true;
  }

  private static BigInteger size(long stride) {
    return BigInteger.valueOf(stride).abs();
  }
}
