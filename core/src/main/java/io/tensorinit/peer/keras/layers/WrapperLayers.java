package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers around another one: Bidirectional, TimeDistributed, SpectralNormalization. */
final class WrapperLayers {
  private WrapperLayers() {}

  static void addTo(Map<String, LayerType> types) {
    types.put("Bidirectional", WrapperLayers::bidirectional);
    types.put("TimeDistributed", LayerType.ofOne(WrapperLayers::timeDistributed));
    types.put("SpectralNormalization", LayerType.ofOne(WrapperLayers::spectral));
  }

  private static LayerConfig wrapped(LayerConfig wrapper) {
    LayerConfig inner =
        wrapper
            .inner("layer", wrapper.scope())
            .orElseThrow(() -> wrapper.refused("layer", "a layer", null));
    return wrapper.dialect() == Dialect.KERAS_3
        ? inner
        : inner.named(inner.name(), wrapper.scope());
  }

  private static List<Dims> bidirectional(LayerConfig wrapper, List<Dims> inputs) {
    LayerConfig layer =
        wrapper
            .inner("layer", wrapper.scope())
            .orElseThrow(() -> wrapper.refused("layer", "a layer", null));
    if (wrapper.dialect() == Dialect.KERAS_2) {
      skipCellName(wrapper, layer);
    }
    List<Dims> forward = LayerTypes.build(directed(wrapper, layer, "forward_"), inputs);
    LayerConfig back =
        wrapper
            .inner("backward_layer", wrapper.scope())
            .orElseGet(() -> directed(wrapper, layer, "backward_"));
    LayerTypes.build(back, inputs);
    List<Dims> outputs = new ArrayList<>(forward);
    String mode = wrapper.text("merge_mode", "none");
    if (mode.equals("concat")) {
      Dims first = forward.get(0);
      outputs.set(0, first.with(-1, 2 * first.size(-1)));
    } else if (mode.equals("none")) {
      outputs.add(1, forward.get(0));
    }
    for (Dims state : forward.subList(1, forward.size())) {
      outputs.add(state);
    }
    return outputs;
  }

  /** Keras 2 makes the layer that it copies, too, so that its cell takes a name. */
  private static void skipCellName(LayerConfig wrapper, LayerConfig layer) {
    switch (layer.className()) {
      case "LSTM":
        wrapper.context().unique("lstm_cell");
        break;
      case "GRU":
        wrapper.context().unique("gru_cell");
        break;
      case "SimpleRNN":
        wrapper.context().unique("simple_rnn_cell");
        break;
      default:
        break;
    }
  }

  /** The layer of one direction; Keras 3 puts the word before a name only once. */
  private static LayerConfig directed(LayerConfig wrapper, LayerConfig layer, String word) {
    boolean has = wrapper.dialect() == Dialect.KERAS_3 && layer.name().startsWith("forward_");
    String name = word + (has ? layer.name().substring("forward_".length()) : layer.name());
    return layer.named(name, wrapper.scope() + name + "/");
  }

  private static Dims timeDistributed(LayerConfig wrapper, Dims input) {
    Dims step = Dims.joined(input.part(0, 1), input.part(2, input.rank()));
    Dims output = LayerTypes.build(wrapped(wrapper), List.of(step)).get(0);
    return output.isKnown()
        ? Dims.joined(input.part(0, 2), output.part(1, output.rank()))
        : Dims.UNKNOWN;
  }

  private static Dims spectral(LayerConfig wrapper, Dims input) {
    int before = wrapper.context().weights().size();
    Dims output = LayerTypes.build(wrapped(wrapper), List.of(input)).get(0);
    if (wrapper.context().isSilent()) {
      return output;
    }
    List<LayerWeight> weights = wrapper.context().weights();
    if (weights.size() == before) {
      throw new IllegalArgumentException("its layer must have a kernel or embeddings, has none");
    }
    LayerWeight kernel = weights.get(before);
    wrapper.weight(
        "vector_u",
        List.of(1L, kernel.shape().size(-1)),
        Map.of("class_name", "TruncatedNormal", "config", Map.of("stddev", 0.02)));
    return output;
  }
}
