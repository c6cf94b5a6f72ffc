package io.tensorinit.layout;

import io.tensorinit.tensor.Shape;

/** The groups of a convolution, which divide the channels of one of its axes. */
final class Groups {
  private Groups() {}

  /** Refuses a weight whose groups were given and do not divide its channels. */
  static void require(Shape weight, ChannelOrder order, LayoutOptions options) {
    int rank = weight.rank();
    if (options.groups() == 0 || rank < 2 || options.role() == Role.EMBEDDING) {
      return;
    }
    boolean byInputs = options.role() == Role.DEPTHWISE && order == ChannelOrder.LAST;
    long size = weight.size(byInputs ? order.inAxis(rank) : order.outAxis(rank));
    if (size % options.groups() != 0) {
      boolean inputs = byInputs || options.role() == Role.TRANSPOSED_CONVOLUTION;
      throw new IllegalArgumentException(
          refusal(size, inputs ? "input channels" : "output channels", options.groups()));
    }
  }

  static String refusal(long size, String what, long groups) {
    return "groups must divide the " + size + " " + what + ", was " + groups;
  }
}
