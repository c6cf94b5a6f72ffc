package io.tensorinit;

import java.util.Optional;

/** How a convention reads fans off a shape. */
interface FanRule {
  /**
   * Reads the fans.
   *
   * @param shape the shape; without its batch axes unless this rule {@link #namesAxes}
   * @param options what is said beside the convention
   */
  FanReading read(Shape shape, LayoutOptions options);

  /** Where this convention keeps the channels, if it says. */
  Optional<ChannelOrder> channelOrder();

  /** Whether the rule names axes of the whole tensor, so that none may be taken away first. */
  default boolean namesAxes() {
    return false;
  }

  /** Whether the rule can read this shape itself, rather than by the rule for rank 0 and 1. */
  default boolean reads(Shape shape) {
    return shape.rank() >= 2;
  }

  /** The product of the sizes of the axes from {@code from} up to, not including, {@code to}. */
  static double product(Shape shape, int from, int to) {
    double product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape.size(axis);
    }
    return product;
  }
}
