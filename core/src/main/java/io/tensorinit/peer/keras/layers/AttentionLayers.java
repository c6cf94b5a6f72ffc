package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Attention: with heads, or of given queries, values and keys. */
final class AttentionLayers {
  private AttentionLayers() {}

  static void addTo(Map<String, LayerType> types) {
    types.put("MultiHeadAttention", AttentionLayers::multiHead);
    types.put("GroupedQueryAttention", AttentionLayers::grouped);
    types.put("GroupQueryAttention", AttentionLayers::grouped);
    types.put("Attention", AttentionLayers::plain);
    types.put("AdditiveAttention", AttentionLayers::additive);
  }

  /** The shapes of query, value and key; a key that is not given is the value. */
  private record Shapes(Dims query, Dims value, Dims key) {
    static Shapes of(LayerConfig layer, List<Dims> inputs) {
      Dims query = said(layer, "query").orElse(inputs.get(0));
      Dims value = said(layer, "value").orElse(inputs.get(Math.min(1, inputs.size() - 1)));
      return new Shapes(
          query, value, said(layer, "key").orElse(inputs.size() > 2 ? inputs.get(2) : value));
    }

    /** What Keras 3 wrote into the build config, Keras 2 into the config. */
    private static Optional<Dims> said(LayerConfig layer, String which) {
      String key = which + "_shape";
      Map<?, ?> build = layer.buildConfig();
      return Dims.read(build.get(key))
          .or(
              () ->
                  build.get("shapes_dict") instanceof Map<?, ?> shapes
                      ? Dims.read(shapes.get(key))
                      : Optional.empty())
          .or(() -> Dims.read(layer.raw(key)));
    }
  }

  private static List<Dims> multiHead(LayerConfig layer, List<Dims> inputs) {
    Shapes shapes = Shapes.of(layer, inputs);
    long heads = layer.size("num_heads");
    long keySize = layer.size("key_dim");
    long valueSize = layer.size("value_dim", keySize);
    toHeads(layer, "query", shapes.query(), heads, keySize);
    toHeads(layer, "key", shapes.key(), heads, keySize);
    toHeads(layer, "value", shapes.value(), heads, valueSize);
    return List.of(fromHeads(layer, shapes.query(), heads, valueSize));
  }

  private static List<Dims> grouped(LayerConfig layer, List<Dims> inputs) {
    Shapes shapes = Shapes.of(layer, inputs);
    long size = layer.size("head_dim");
    long heads = layer.size("num_query_heads");
    toHeads(layer, "query", shapes.query(), heads, size);
    toHeads(layer, "key", shapes.key(), layer.size("num_key_value_heads"), size);
    toHeads(layer, "value", shapes.value(), layer.size("num_key_value_heads"), size);
    return List.of(fromHeads(layer, shapes.query(), heads, size));
  }

  private static void toHeads(LayerConfig layer, String part, Dims input, long heads, long size) {
    layer.weight(
        part + "/kernel",
        List.of(input.size(-1), heads, size),
        DenseLayers.withAxes(
            layer,
            layer.initializer("kernel_initializer", "GlorotUniform"),
            List.of(0L),
            List.of(1L, 2L)));
    if (layer.flag("use_bias", true)) {
      layer.weight(part + "/bias", List.of(heads, size), "bias_initializer", "Zeros");
    }
  }

  private static Dims fromHeads(LayerConfig layer, Dims query, long heads, long size) {
    List<Long> features = new ArrayList<>();
    if (layer.raw("output_shape") instanceof List<?> list) {
      features.addAll(layer.sizes("output_shape", list.size(), 1));
    } else {
      features.add(layer.has("output_shape") ? layer.size("output_shape") : query.size(-1));
    }
    List<Long> kernel = new ArrayList<>(List.of(heads, size));
    kernel.addAll(features);
    layer.weight(
        "attention_output/kernel",
        kernel,
        DenseLayers.withAxes(
            layer,
            layer.initializer("kernel_initializer", "GlorotUniform"),
            List.of(0L, 1L),
            LongStream.range(2, kernel.size()).boxed().toList()));
    if (layer.flag("use_bias", true)) {
      layer.weight("attention_output/bias", features, "bias_initializer", "Zeros");
    }
    return Dims.joined(query.part(0, query.rank() - 1), features);
  }

  private static List<Dims> plain(LayerConfig layer, List<Dims> inputs) {
    if (layer.flag("use_scale", false)) {
      layer.weight("scale", List.of(), Map.of("class_name", "Ones"));
    }
    if (layer.text("score_mode", "dot").equals("concat")) {
      layer.weight("concat_score_weight", List.of(), Map.of("class_name", "Ones"));
    }
    return List.of(attended(inputs));
  }

  private static List<Dims> additive(LayerConfig layer, List<Dims> inputs) {
    if (layer.flag("use_scale", true)) {
      layer.weight("scale", List.of(inputs.get(0).size(-1)), Map.of("class_name", "GlorotUniform"));
    }
    return List.of(attended(inputs));
  }

  private static Dims attended(List<Dims> inputs) {
    Dims query = inputs.get(0);
    Dims value = inputs.get(Math.min(1, inputs.size() - 1));
    return query.isKnown() && value.isKnown() ? query.with(-1, value.get(-1)) : Dims.UNKNOWN;
  }
}
