package io.tensorinit;

import java.util.Optional;

/**
 * How the peers read fans off a shape, with their misreadings of grouped, depthwise, transposed and
 * packed weights: they look at the sizes alone.
 */
enum PeerFanRule implements FanRule {
  /** No fan is computed. */
  NONE(null) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      return FanReading.refused("this layout computes no fans");
    }

    @Override
    public boolean reads(Shape shape) {
      return true;
    }
  },
  /** Keras: {@code (receptive field..., in, out)}. */
  KERAS(ChannelOrder.LAST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      double field = FanRule.product(shape, 0, shape.rank() - 2);
      return FanReading.of(field * shape.size(-2), field * shape.size(-1));
    }
  },
  /** PyTorch, MXNet, DJL: {@code (out, in, receptive field...)}. */
  TORCH(ChannelOrder.FIRST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      double field = FanRule.product(shape, 2, shape.rank());
      return FanReading.of(field * shape.size(1), field * shape.size(0));
    }
  },
  /** Lux, Flux: matrices {@code (out, in)}, the rest {@code (receptive field..., in, out)}. */
  JULIA(ChannelOrder.LAST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      return (shape.rank() == 2 ? TORCH : KERAS).read(shape, options);
    }
  },
  /** DL4J's layers: matrices {@code (in, out)}, convolutions {@code (out, in, kernel...)}. */
  DL4J(ChannelOrder.FIRST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      return (shape.rank() == 2 ? KERAS : TORCH).read(shape, options);
    }
  },
  /** DL4J's LSTM, {@code (in, 4 hidden)}: fan in is hidden, fan out input + hidden. */
  DL4J_LSTM(ChannelOrder.LAST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      double hidden = shape.size(-1) / 4.0;
      return FanReading.of(hidden, shape.size(0) + hidden);
    }
  };

  private final Optional<ChannelOrder> order;

  PeerFanRule(ChannelOrder order) {
    this.order = Optional.ofNullable(order);
  }

  @Override
  public Optional<ChannelOrder> channelOrder() {
    return order;
  }
}
