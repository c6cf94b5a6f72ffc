package io.tensorinit.peer.lux;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.FanReading;
import io.tensorinit.layout.FanRule;
import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LayoutOptions;
import io.tensorinit.peer.SizesFanRule;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/** Lux, Flux: matrices {@code (out, in)}, the rest {@code (receptive field..., in, out)}. */
public enum JuliaFanRule implements FanRule {
  /** The one rule. */
  JULIA;

  /** The convention of both libraries. */
  public static final Layout CONVENTION = Layout.of("julia", JULIA);

  @Override
  public FanReading read(Shape shape, LayoutOptions options) {
    return (shape.rank() == 2 ? SizesFanRule.OUT_IN : SizesFanRule.IN_OUT).read(shape, options);
  }

  @Override
  public Optional<ChannelOrder> channelOrder() {
    return Optional.of(ChannelOrder.LAST);
  }
}
