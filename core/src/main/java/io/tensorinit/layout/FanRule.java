package io.tensorinit.layout;

import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * How a convention reads fans off a shape: the extension point for conventions of one's own, by way
 * of {@link Layout#of(String, FanRule)}. Immutable, with an {@code equals} that tells equal rules.
 */
public interface FanRule {
  /**
   * Reads the fans.
   *
   * @param shape the shape; without its batch axes unless this rule {@link #namesAxes}
   * @param options what is said beside the convention
   * @return the fans, or why there are none
   */
  FanReading read(Shape shape, LayoutOptions options);

  /**
   * Where this convention keeps the channels of a convolution.
   *
   * @return the order; empty if it does not say
   */
  Optional<ChannelOrder> channelOrder();

  /**
   * Whether the rule names axes of the whole tensor, so that none may be taken away first.
   *
   * @return false unless the rule says otherwise
   */
  default boolean namesAxes() {
    return false;
  }

  /**
   * Whether the rule can read this shape itself, rather than the {@link LowRankRule}.
   *
   * @param shape the shape
   * @return whether its rank is at least 2, unless the rule says otherwise
   */
  default boolean reads(Shape shape) {
    return shape.rank() >= 2;
  }

  /**
   * A receptive field: the product of the sizes of some axes.
   *
   * @param shape the shape
   * @param from the first axis
   * @param to the axis behind the last
   * @return the product, 1 where there is no axis
   */
  static double product(Shape shape, int from, int to) {
    double product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape.size(axis);
    }
    return product;
  }
}
