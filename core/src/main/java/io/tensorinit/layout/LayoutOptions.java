package io.tensorinit.layout;

import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is said beside a layout's convention.
 *
 * @param role what the weight does in its layer
 * @param groups the groups of a convolution, 0 where nothing was said
 * @param batchAxes axes that count weights and belong to none
 * @param given fans that were given outright, NaN where not
 * @param strideProduct the product of the layer's strides, 1 where nothing was said
 * @param lowRank the rule for rank 0 and 1, empty where nothing was said
 */
public record LayoutOptions(
    Role role,
    long groups,
    List<Integer> batchAxes,
    Fans given,
    long strideProduct,
    Optional<LowRankRule> lowRank) {
  static final Fans NO_FANS_GIVEN = new Fans(Double.NaN, Double.NaN);
  static final LayoutOptions DEFAULT =
      new LayoutOptions(Role.DENSE, 0, List.of(), NO_FANS_GIVEN, 1, Optional.empty());

  /** Copies the list. */
  public LayoutOptions {
    batchAxes = List.copyOf(batchAxes);
  }

  LayoutOptions withRole(Role newRole) {
    return new LayoutOptions(newRole, groups, batchAxes, given, strideProduct, lowRank);
  }

  LayoutOptions withGroups(long newGroups) {
    return new LayoutOptions(role, newGroups, batchAxes, given, strideProduct, lowRank);
  }

  LayoutOptions withBatchAxes(List<Integer> newBatchAxes) {
    return new LayoutOptions(role, groups, newBatchAxes, given, strideProduct, lowRank);
  }

  LayoutOptions withGiven(Fans newGiven) {
    return new LayoutOptions(role, groups, batchAxes, newGiven, strideProduct, lowRank);
  }

  LayoutOptions withStrideProduct(long newStrideProduct) {
    return new LayoutOptions(role, groups, batchAxes, given, newStrideProduct, lowRank);
  }

  LayoutOptions withLowRank(Optional<LowRankRule> newLowRank) {
    return new LayoutOptions(role, groups, batchAxes, given, strideProduct, newLowRank);
  }

  /** The shape without its batch axes. */
  Shape unbatched(Shape shape) {
    if (batchAxes.isEmpty()) {
      return shape;
    }
    List<Integer> batch = new ArrayList<>();
    for (int axis : batchAxes) {
      batch.add(shape.axis(axis));
    }
    long[] kept = new long[shape.rank()];
    int rank = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (!batch.contains(axis)) {
        kept[rank++] = shape.size(axis);
      }
    }
    return Shape.of(java.util.Arrays.copyOf(kept, rank));
  }
}
