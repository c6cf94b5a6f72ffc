package io.tensorinit.model;

import java.util.OptionalInt;

/**
 * How a parameter is divided among the ranks of a sharded checkpoint: along an axis, or not at all.
 * Its values are the same either way. Cut along an axis of size n, each of N ranks has ceil(n / N)
 * neighbouring indexes of it, the last ones fewer or none, as {@code torch.chunk} and PyTorch's
 * DTensor cut it: axis 0 of a weight (out, in) is column-parallel in Megatron's words, axis 1
 * row-parallel; everything along axis 0 is fully sharded.
 *
 * @param axis the axis, from 0, or from -1 downwards; empty where the parameter stays whole
 */
public record Sharding(OptionalInt axis) {
  /** Not cut: one rank has all of it. */
  public static final Sharding WHOLE = new Sharding(OptionalInt.empty());

  /**
   * Cut along an axis.
   *
   * @param axis the axis, from 0, or from -1 downwards
   * @return the sharding
   */
  public static Sharding along(int axis) {
    return new Sharding(OptionalInt.of(axis));
  }
}
