package io.tensorinit.peer;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.FanReading;
import io.tensorinit.layout.FanRule;
import io.tensorinit.layout.LayoutOptions;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * Fans by the sizes alone, as most libraries read them: grouped, depthwise, transposed and packed
 * weights are misread.
 */
public enum SizesFanRule implements FanRule {
  /** {@code (out, in, receptive field...)}: fans in f and out f, f the receptive field. */
  OUT_IN(ChannelOrder.FIRST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      double field = FanRule.product(shape, 2, shape.rank());
      return FanReading.of(field * shape.size(1), field * shape.size(0));
    }
  },
  /** {@code (receptive field..., in, out)}: fans in f and out f, f the receptive field. */
  IN_OUT(ChannelOrder.LAST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      double field = FanRule.product(shape, 0, shape.rank() - 2);
      return FanReading.of(field * shape.size(-2), field * shape.size(-1));
    }
  };

  private final ChannelOrder order;

  SizesFanRule(ChannelOrder order) {
    this.order = order;
  }

  @Override
  public Optional<ChannelOrder> channelOrder() {
    return Optional.of(order);
  }
}
