package io.tensorinit.layout;

import io.tensorinit.tensor.Shape;
import java.util.Optional;

/** No fan is computed. */
enum NoFans implements FanRule {
  NO_FANS;

  @Override
  public FanReading read(Shape shape, LayoutOptions options) {
    return FanReading.refused("this layout computes no fans");
  }

  @Override
  public boolean reads(Shape shape) {
    return true;
  }

  @Override
  public Optional<ChannelOrder> channelOrder() {
    return Optional.empty();
  }
}
