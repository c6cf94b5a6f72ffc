package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recurrent layers of one cell: SimpleRNN, GRU, LSTM, with or without their own cell's class. */
final class RecurrentLayers {
  /** A cell's name in its layer, and the number of its gates. */
  private enum Cell {
    SIMPLE("simple_rnn_cell", 1),
    GRU("gru_cell", 3),
    LSTM("lstm_cell", 4);

    private final String scope;
    private final long gates;

    Cell(String scope, long gates) {
      this.scope = scope;
      this.gates = gates;
    }
  }

  private RecurrentLayers() {}

  static void addTo(Map<String, LayerType> types) {
    add(types, "SimpleRNN", Cell.SIMPLE);
    add(types, "GRU", Cell.GRU);
    add(types, "LSTM", Cell.LSTM);
    types.put("CuDNNGRU", (layer, inputs) -> fused(layer, inputs, Cell.GRU));
    types.put("CuDNNLSTM", (layer, inputs) -> fused(layer, inputs, Cell.LSTM));
    types.put("RNN", RecurrentLayers::ofCells);
  }

  private static void add(Map<String, LayerType> types, String name, Cell cell) {
    types.put(name, (layer, inputs) -> layer(layer, inputs, cell));
    types.put(name + "Cell", LayerType.ofOne((layer, input) -> cell(layer, input, cell)));
  }

  private static List<Dims> layer(LayerConfig layer, List<Dims> inputs, Cell kind) {
    LayerConfig cell =
        layer.dialect().namesCells()
            ? layer.named(layer.name(), layer.scope() + cellName(layer, kind) + "/")
            : layer;
    cell(cell, inputs.get(0), kind);
    return outputs(layer, inputs.get(0), List.of(layer.size("units")), states(kind));
  }

  /** Keras 2 gives the cell a name that no other has, as in a fresh process. */
  private static String cellName(LayerConfig layer, Cell kind) {
    return layer.dialect() == Dialect.KERAS_2 ? layer.context().unique(kind.scope) : kind.scope;
  }

  private static int states(Cell kind) {
    return kind == Cell.LSTM ? 2 : 1;
  }

  /** The variables of a cell; its output is the input with units features. */
  private static Dims cell(LayerConfig layer, Dims input, Cell kind) {
    long units = layer.size("units");
    long features = input.size(-1);
    layer.weight(
        "kernel", List.of(features, kind.gates * units), "kernel_initializer", "GlorotUniform");
    layer.weight(
        "recurrent_kernel",
        List.of(units, kind.gates * units),
        "recurrent_initializer",
        "Orthogonal");
    if (layer.flag("use_bias", true)) {
      bias(layer, units, kind);
    }
    return input.with(-1, units);
  }

  private static void bias(LayerConfig layer, long units, Cell kind) {
    List<Long> shape = List.of(kind.gates * units);
    if (kind == Cell.LSTM) {
      layer.weight("bias", shape, forgetBias(layer, units));
    } else if (kind == Cell.GRU && resetsAfter(layer)) {
      layer.weight("bias", List.of(2L, kind.gates * units), "bias_initializer", "Zeros");
    } else {
      layer.weight("bias", shape, "bias_initializer", "Zeros");
    }
  }

  /** TensorFlow.js can do it before only. */
  private static boolean resetsAfter(LayerConfig layer) {
    return layer.dialect() != Dialect.TFJS && layer.flag("reset_after", true);
  }

  /**
   * The initializer of an LSTM's bias, ones for the forget gate if {@code unit_forget_bias}, which
   * is true where nothing is said; in TensorFlow.js false.
   */
  static Map<?, ?> forgetBias(LayerConfig layer, long units) {
    Map<?, ?> bias = layer.initializer("bias_initializer", "Zeros");
    if (!layer.flag("unit_forget_bias", layer.dialect() != Dialect.TFJS)) {
      return bias;
    }
    Map<Object, Object> config = new LinkedHashMap<>();
    config.put("units", units);
    config.put("unit_forget_bias", true);
    config.put("bias_initializer", withoutSeed(bias, config));
    return Map.of("class_name", "keras:LSTM bias", "config", config);
  }

  /** A seed belongs to the outermost config. */
  private static Map<?, ?> withoutSeed(Map<?, ?> initializer, Map<Object, Object> outer) {
    if (!(initializer.get("config") instanceof Map<?, ?> config) || config.get("seed") == null) {
      return initializer;
    }
    outer.put("seed", config.get("seed"));
    Map<Object, Object> seedless = new LinkedHashMap<>(config);
    seedless.remove("seed");
    Map<Object, Object> object = new LinkedHashMap<>(initializer);
    object.put("config", seedless);
    return object;
  }

  /**
   * What a recurrent layer puts out: its last state, or all of them, and with {@code return_state}
   * each of its states.
   */
  static List<Dims> outputs(LayerConfig layer, Dims input, List<Long> state, int states) {
    List<Dims> outputs = new ArrayList<>();
    Dims last = Dims.joined(input.part(0, 1), state);
    outputs.add(
        layer.flag("return_sequences", false) ? Dims.joined(input.part(0, 2), state) : last);
    for (int i = 0; i < states && layer.flag("return_state", false); i++) {
      outputs.add(last);
    }
    return outputs;
  }

  /** The layers of Keras 2 that only CUDA's library computes: two biases for each gate. */
  private static List<Dims> fused(LayerConfig layer, List<Dims> inputs, Cell kind) {
    long units = layer.size("units");
    layer.weight(
        "kernel",
        List.of(inputs.get(0).size(-1), kind.gates * units),
        "kernel_initializer",
        "GlorotUniform");
    layer.weight(
        "recurrent_kernel",
        List.of(units, kind.gates * units),
        "recurrent_initializer",
        "Orthogonal");
    List<Long> bias = List.of(2 * kind.gates * units);
    if (kind == Cell.LSTM && layer.flag("unit_forget_bias", true)) {
      layer.weight("bias", bias, fusedForgetBias(layer, units));
    } else {
      layer.weight("bias", bias, "bias_initializer", "Zeros");
    }
    return outputs(layer, inputs.get(0), List.of(units), states(kind));
  }

  /** The gates i, f, c, o of the inputs, then of the state: ones for the latter's f. */
  private static Map<?, ?> fusedForgetBias(LayerConfig layer, long units) {
    Map<Object, Object> config = new LinkedHashMap<>();
    Map<?, ?> bias = withoutSeed(layer.initializer("bias_initializer", "Zeros"), config);
    config.put("initializers", List.of(bias, Map.of("class_name", "Ones"), bias));
    config.put("sizes", List.of(5 * units, units, 2 * units));
    return Map.of("class_name", "blocks", "config", config);
  }

  private static List<Dims> ofCells(LayerConfig layer, List<Dims> inputs) {
    LayerConfig cell =
        layer
            .inner("cell", layer.dialect() == Dialect.TFJS ? "" : layer.scope())
            .orElseThrow(() -> layer.refused("cell", "a cell", null));
    List<LayerConfig> cells = new ArrayList<>();
    if (cell.className().equals("StackedRNNCells")) {
      int count = 0;
      for (Object stacked : cell.list("cells")) {
        LayerConfig one = LayerConfig.of(stacked, cell.scope(), layer.context());
        String scope = layer.scope() + "RNNCell_" + count++ + "/";
        cells.add(layer.dialect() == Dialect.TFJS ? one.named(one.name(), scope) : one);
      }
    } else {
      cells.add(layer.dialect() == Dialect.TFJS ? cell.named(cell.name(), layer.scope()) : cell);
    }
    Dims step = Dims.joined(inputs.get(0).part(0, 1), inputs.get(0).part(2, inputs.get(0).rank()));
    List<Dims> states = new ArrayList<>();
    for (LayerConfig each : cells) {
      step = LayerTypes.build(each, List.of(step)).get(0);
      states.add(step);
      if (each.className().equals("LSTMCell")) {
        states.add(step);
      }
    }
    List<Dims> outputs = new ArrayList<>();
    outputs.add(
        layer.flag("return_sequences", false)
            ? Dims.joined(inputs.get(0).part(0, 2), step.part(1, step.rank()))
            : step);
    if (layer.flag("return_state", false)) {
      outputs.addAll(states);
    }
    return outputs;
  }
}
