package io.tensorinit.layout;

import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * TensorInit's own reading, right for every {@link Role}. With k the product of the kernel's sizes
 * and g the groups:
 *
 * <ul>
 *   <li>dense, convolution, stored {@code (out, in/g, kernel...)} or {@code (kernel..., in/g,
 *       out)}: fan in {@code in/g k}, fan out {@code out/g k};
 *   <li>depthwise, stored {@code (in m, 1, kernel...)} or {@code (kernel..., in, m)}: {@code k} and
 *       {@code m k};
 *   <li>transposed convolution, stored {@code (in, out/g, kernel...)} or {@code (kernel..., out/g,
 *       in)}: {@code in/g k} and {@code out/g k};
 *   <li>embedding, stored {@code (vocabulary, dim)}: 1 (a lookup reads one row) and {@code dim}.
 * </ul>
 */
enum NativeFanRule implements FanRule {
  OUT_IN(ChannelOrder.FIRST),
  IN_OUT(ChannelOrder.LAST);

  private final ChannelOrder order;

  NativeFanRule(ChannelOrder order) {
    this.order = order;
  }

  @Override
  public Optional<ChannelOrder> channelOrder() {
    return Optional.of(order);
  }

  @Override
  public FanReading read(Shape shape, LayoutOptions options) {
    int rank = shape.rank();
    double kernel =
        order == ChannelOrder.FIRST
            ? FanRule.product(shape, 2, rank)
            : FanRule.product(shape, 0, rank - 2);
    long in = shape.size(order.inAxis(rank));
    long out = shape.size(order.outAxis(rank));
    long groups = Math.max(1, options.groups());
    long outPerGroup = out / groups;
    switch (options.role()) {
      case EMBEDDING:
        return FanReading.of(1, FanRule.product(shape, 1, rank));
      case DEPTHWISE:
        return order == ChannelOrder.FIRST
            ? depthwiseOutIn(in, out, kernel, options.groups())
            : FanReading.of(kernel, out * kernel);
      case TRANSPOSED_CONVOLUTION:
        return divided(out, groups, "input channels", outPerGroup * kernel, in * kernel);
      default:
        return divided(out, groups, "output channels", in * kernel, outPerGroup * kernel);
    }
  }

  private static FanReading depthwiseOutIn(long in, long out, double kernel, long groups) {
    if (in != 1) {
      return FanReading.refused(
          "a depthwise weight (channels, 1, kernel...) must have size 1 along axis 1, was " + in);
    }
    long channels = groups == 0 ? Math.max(1, out) : groups;
    long multiplier = out / channels;
    return divided(out, channels, "output channels", kernel, multiplier * kernel);
  }

  private static FanReading divided(long size, long groups, String what, double in, double out) {
    return size % groups == 0
        ? FanReading.of(in, out)
        : FanReading.refused(Groups.refusal(size, what, groups));
  }
}
