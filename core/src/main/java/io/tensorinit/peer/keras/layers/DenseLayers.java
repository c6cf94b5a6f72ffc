package io.tensorinit.peer.keras.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Dense layers, embeddings and PReLU. */
final class DenseLayers {
  private DenseLayers() {}

  static void addTo(Map<String, LayerType> types) {
    types.put("Dense", LayerType.ofOne(DenseLayers::dense));
    types.put("EinsumDense", LayerType.ofOne(DenseLayers::einsum));
    types.put("Embedding", LayerType.ofOne(DenseLayers::embedding));
    types.put("ReversibleEmbedding", LayerType.ofOne(DenseLayers::reversible));
    types.put("PReLU", LayerType.ofOne(DenseLayers::prelu));
  }

  private static Dims dense(LayerConfig layer, Dims input) {
    long units = layer.size("units");
    long features = input.size(-1);
    layer.weight("kernel", List.of(features, units), "kernel_initializer", "GlorotUniform");
    if (layer.flag("use_bias", true)) {
      layer.weight("bias", List.of(units), "bias_initializer", "Zeros");
    }
    if (layer.has("lora_rank")) {
      long rank = layer.size("lora_rank");
      lora(layer, "lora_kernel", List.of(features, rank), List.of(rank, units));
    }
    return input.with(-1, units);
  }

  /** The two narrow matrices beside a kernel. */
  private static void lora(LayerConfig layer, String variable, List<Long> down, List<Long> up) {
    layer.weight(variable + "_a", down, Map.of("class_name", "HeUniform"));
    layer.weight(variable + "_b", up, Map.of("class_name", "Zeros"));
  }

  private static Dims einsum(LayerConfig layer, Dims input) {
    List<Object> said =
        layer.raw("output_shape") instanceof Long size ? List.of(size) : layer.list("output_shape");
    EinsumEquation equation = EinsumEquation.of(layer.text("equation", ""), input, said);
    layer.weight("kernel", equation.kernel(), withAxes(layer, equation));
    if (layer.has("bias_axes")) {
      layer.weight("bias", equation.bias(layer.text("bias_axes", "")), "bias_initializer", "Zeros");
    }
    return equation.output();
  }

  private static Map<?, ?> withAxes(LayerConfig layer, EinsumEquation equation) {
    return withAxes(
        layer,
        layer.initializer("kernel_initializer", "GlorotUniform"),
        equation.inputAxes(),
        equation.outputAxes());
  }

  /**
   * An initializer of an EinsumDense: Keras 3 tells those that scale by fans which axes are the
   * inputs and outputs, unless their config does.
   */
  static Map<?, ?> withAxes(
      LayerConfig layer, Map<?, ?> initializer, List<Long> input, List<Long> output) {
    String name = String.valueOf(initializer.get("class_name"));
    Map<?, ?> config = initializer.get("config") instanceof Map<?, ?> said ? said : Map.of();
    boolean scales =
        name.toLowerCase(Locale.ROOT)
            .replace("_", "")
            .matches("variancescaling|(glorot|he|lecun)(uniform|normal)");
    boolean told = config.get("input_axes") != null || config.get("output_axes") != null;
    if (layer.dialect() != Dialect.KERAS_3 || !scales || told) {
      return initializer;
    }
    Map<Object, Object> changed = new LinkedHashMap<>(config);
    changed.put("input_axes", input);
    changed.put("output_axes", output);
    Map<Object, Object> object = new LinkedHashMap<>(initializer);
    object.put("config", changed);
    return object;
  }

  private static Dims embedding(LayerConfig layer, Dims input) {
    List<Long> table = List.of(layer.size("input_dim"), layer.size("output_dim"));
    layer.weight("embeddings", table, "embeddings_initializer", "RandomUniform");
    if (layer.has("lora_rank")) {
      long rank = layer.size("lora_rank");
      lora(layer, "lora_embeddings", List.of(table.get(0), rank), List.of(rank, table.get(1)));
    }
    return input.isKnown() ? Dims.joined(input.sizes(), table.subList(1, 2)) : Dims.UNKNOWN;
  }

  private static Dims reversible(LayerConfig layer, Dims input) {
    Dims output = embedding(layer, input);
    if (!layer.flag("tie_weights", true)) {
      layer.weight(
          "reverse_embeddings",
          List.of(layer.size("output_dim"), layer.size("input_dim")),
          "embeddings_initializer",
          "RandomUniform");
    }
    return output;
  }

  private static Dims prelu(LayerConfig layer, Dims input) {
    Dims alpha = Dims.of(input.part(1, input.rank()));
    if (layer.has("shared_axes")) {
      for (int axis : layer.axes("shared_axes", 1)) {
        alpha = alpha.with(axis - 1, 1);
      }
    }
    layer.weight("alpha", alpha.sizes(), "alpha_initializer", "Zeros");
    return input;
  }
}
