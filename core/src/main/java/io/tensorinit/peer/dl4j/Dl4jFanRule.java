package io.tensorinit.peer.dl4j;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.FanReading;
import io.tensorinit.layout.FanRule;
import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LayoutOptions;
import io.tensorinit.peer.SizesFanRule;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How Deeplearning4j's layers read fans. */
enum Dl4jFanRule implements FanRule {
  /**
   * Matrices {@code (in, out)}, convolutions {@code (out, in, kernel...)}, whose fan out is divided
   * by the product of the strides.
   */
  LAYERS(ChannelOrder.FIRST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      if (shape.rank() == 2) {
        return SizesFanRule.IN_OUT.read(shape, options);
      }
      double field = FanRule.product(shape, 2, shape.rank());
      return FanReading.of(field * shape.size(1), field * shape.size(0) / options.strideProduct());
    }
  },
  /** An LSTM's {@code (in, 4 hidden)}: fan in is hidden, fan out input + hidden. */
  LSTM(ChannelOrder.LAST) {
    @Override
    public FanReading read(Shape shape, LayoutOptions options) {
      double hidden = shape.size(-1) / 4.0;
      return FanReading.of(hidden, shape.size(0) + hidden);
    }
  };

  static final Layout CONVENTION = Layout.of("dl4j", LAYERS);

  static final Layout LSTM_CONVENTION = Layout.of("dl4j_lstm", LSTM);

  private static final Pattern SIZED_LSTM =
      Pattern.compile("dl4j_lstm_in(\\d{1,9})_hidden(\\d{1,9})");

  private final ChannelOrder order;

  Dl4jFanRule(ChannelOrder order) {
    this.order = order;
  }

  /** The layout of an LSTM with its sizes, such as {@code dl4j_lstm_in10_hidden20}. */
  static Optional<Layout> sizedLstm(String name) {
    Matcher sizes = SIZED_LSTM.matcher(name);
    if (!sizes.matches()) {
      return Optional.empty();
    }
    double in = Integer.parseInt(sizes.group(1));
    double hidden = Integer.parseInt(sizes.group(2));
    return Optional.of(Layout.of(name, LSTM).withFans(hidden, in + hidden));
  }

  @Override
  public Optional<ChannelOrder> channelOrder() {
    return Optional.of(order);
  }
}
