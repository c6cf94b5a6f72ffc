package io.tensorinit.spec;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.Layout;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The axes of a convolution's weight, for initializers that put something in the kernel's centre.
 */
final class Kernel {
  private Kernel() {}

  /** The order an initializer was given, or else the layout's; a matrix needs none. */
  static ChannelOrder order(
      String initializer, Optional<ChannelOrder> given, Shape shape, Layout layout) {
    return given
        .or(layout::channelOrder)
        .or(() -> shape.rank() == 2 ? Optional.of(ChannelOrder.FIRST) : Optional.empty())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    initializer
                        + ": the channel axes of shape "
                        + shape
                        + " must be known, layout "
                        + layout.name()
                        + " does not say them"));
  }

  /**
   * The index of the pattern along each axis.
   *
   * @param rounding what is taken off an even kernel's size before halving: 1 for the cell before
   *     its middle, 0 for the one behind
   */
  static List<Long> centre(Shape shape, ChannelOrder order, int rounding) {
    int rank = shape.rank();
    List<Long> place = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      boolean channel = axis == order.inAxis(rank) || axis == order.outAxis(rank);
      place.add(channel ? 0 : Math.max(0, shape.size(axis) - rounding) / 2);
    }
    return place;
  }
}
