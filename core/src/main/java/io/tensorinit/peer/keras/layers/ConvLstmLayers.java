package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Convolutional LSTMs. */
final class ConvLstmLayers {
  private static final long GATES = 4;

  private ConvLstmLayers() {}

  static void addTo(Map<String, LayerType> types) {
    for (int rank = 1; rank <= 3; rank++) {
      int axes = rank;
      types.put("ConvLSTM" + rank + "D", (layer, inputs) -> build(layer, inputs.get(0), axes));
    }
  }

  private static List<Dims> build(LayerConfig layer, Dims input, int axes) {
    long filters = layer.size("filters");
    Dims step = Dims.joined(input.part(0, 1), input.part(2, input.rank()));
    long channels = step.size(layer.channelsFirst() ? 1 : -1);
    LayerConfig cell =
        layer.dialect() == Dialect.KERAS_3
            ? layer.named(layer.name(), layer.scope() + "conv_lstm_cell/")
            : layer;
    cell.weight(
        "kernel", shape(layer, axes, channels, filters), "kernel_initializer", "GlorotUniform");
    cell.weight(
        "recurrent_kernel",
        shape(layer, axes, filters, filters),
        "recurrent_initializer",
        "Orthogonal");
    if (layer.flag("use_bias", true)) {
      cell.weight("bias", List.of(GATES * filters), RecurrentLayers.forgetBias(layer, filters));
    }
    Dims state =
        Windows.of(layer, "kernel_size", axes)
            .output(step)
            .with(layer.channelsFirst() ? 1 : -1, filters);
    return RecurrentLayers.outputs(layer, input, state.part(1, state.rank()), 2);
  }

  private static List<Long> shape(LayerConfig layer, int axes, long in, long filters) {
    List<Long> shape = new ArrayList<>(layer.sizes("kernel_size", axes, 1));
    shape.add(in);
    shape.add(GATES * filters);
    return shape;
  }
}
