package io.tensorinit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The layouts that have a name. */
final class LayoutPresets {
  private static final AxesFanRule LAST_TWO =
      new AxesFanRule(List.of(-2), List.of(-1), List.of(), true);
  private static final Pattern DL4J_LSTM =
      Pattern.compile("dl4j_lstm_in(\\d{1,9})_hidden(\\d{1,9})");
  private static final Map<String, Layout> NAMED = new LinkedHashMap<>();

  static {
    add(Layout.OUT_IN);
    add(Layout.IN_OUT);
    add(Layout.NONE);
    add(
        PeerFanRule.KERAS,
        "keras",
        "keras_in_out",
        "keras_conv",
        "keras_depthwise",
        "keras_conv_transpose",
        "keras_embedding");
    add(new Layout("keras_vector", PeerFanRule.KERAS, Peer.KERAS));
    add(new Layout("keras_scalar", PeerFanRule.KERAS, Peer.KERAS));
    add(Layout.kerasAxes(List.of(-2), List.of(-1)));
    add(
        PeerFanRule.TORCH,
        "torch",
        "torch_out_in",
        "torch_conv",
        "torch_conv_transpose",
        "torch_embedding",
        "torch_out_in1_in2");
    add(LAST_TWO, "jax", "jax_axes", "jax_conv");
    add(PeerFanRule.JULIA, "julia", "julia_out_in", "julia_conv");
    add(new Layout("julia_vector", PeerFanRule.JULIA, Peer.LUX));
    add(PeerFanRule.TORCH, "mxnet", "mxnet_out_in", "mxnet_conv");
    add(PeerFanRule.TORCH, "djl", "djl_out_in", "djl_conv");
    add(PeerFanRule.DL4J, "dl4j", "dl4j_in_out", "dl4j_conv");
    add(PeerFanRule.DL4J_LSTM, "dl4j_lstm");
    add(PeerFanRule.KERAS, "gpt2_in_out", "square");
    add(PeerFanRule.NONE, "d_inner_d_state", "stft_T_1_F", "gates_ifco", "gates_ifgo");
  }

  private LayoutPresets() {}

  private static void add(FanRule rule, String... names) {
    for (String name : names) {
      add(new Layout(name, rule));
    }
  }

  private static void add(Layout layout) {
    NAMED.put(layout.name(), layout);
  }

  static List<String> names() {
    return List.copyOf(NAMED.keySet());
  }

  /** The layout of a name in any letter case; DL4J's LSTM may carry its sizes in its name. */
  static Optional<Layout> find(String name) {
    for (Layout layout : NAMED.values()) {
      if (layout.name().equalsIgnoreCase(name)) {
        return Optional.of(layout);
      }
    }
    Matcher lstm = DL4J_LSTM.matcher(name);
    if (!lstm.matches()) {
      return Optional.empty();
    }
    double in = Integer.parseInt(lstm.group(1));
    double hidden = Integer.parseInt(lstm.group(2));
    return Optional.of(new Layout(name, PeerFanRule.DL4J_LSTM).withFans(hidden, in + hidden));
  }
}
