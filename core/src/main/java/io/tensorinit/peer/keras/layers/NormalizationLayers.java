package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Normalizations. */
final class NormalizationLayers {
  private NormalizationLayers() {}

  static void addTo(Map<String, LayerType> types) {
    types.put("BatchNormalization", LayerType.ofOne(NormalizationLayers::batch));
    types.put("SyncBatchNormalization", LayerType.ofOne(NormalizationLayers::batch));
    types.put("LayerNormalization", LayerType.ofOne(NormalizationLayers::layer));
    types.put("GroupNormalization", LayerType.ofOne(NormalizationLayers::group));
    types.put("RMSNormalization", LayerType.ofOne(NormalizationLayers::rootMeanSquare));
    types.put("Normalization", LayerType.ofOne(NormalizationLayers::ofData));
  }

  private static Dims batch(LayerConfig layer, Dims input) {
    List<Long> shape = sizes(input, layer.axes("axis", -1));
    scaleAndShift(layer, shape);
    layer.weight(
        "moving_mean",
        shape,
        layer.initializer("moving_mean_initializer", "Zeros"),
        layer.normDType());
    layer.weight(
        "moving_variance",
        shape,
        layer.initializer("moving_variance_initializer", "Ones"),
        layer.normDType());
    return input;
  }

  private static void scaleAndShift(LayerConfig layer, List<Long> shape) {
    if (layer.flag("scale", true)) {
      layer.weight(
          "gamma", shape, layer.initializer("gamma_initializer", "Ones"), layer.normDType());
    }
    if (layer.flag("center", true)) {
      layer.weight(
          "beta", shape, layer.initializer("beta_initializer", "Zeros"), layer.normDType());
    }
  }

  private static Dims layer(LayerConfig layer, Dims input) {
    List<Long> shape = sizes(input, layer.axes("axis", -1));
    if (layer.flag("rms_scaling", false)) {
      layer.weight("gamma", shape, "gamma_initializer", "Ones");
    } else {
      scaleAndShift(layer, shape);
    }
    return input;
  }

  private static Dims group(LayerConfig layer, Dims input) {
    scaleAndShift(layer, sizes(input, List.of(layer.axis("axis", -1))));
    return input;
  }

  private static Dims rootMeanSquare(LayerConfig layer, Dims input) {
    layer.weight("scale", sizes(input, layer.axes("axis", -1)), Map.of("class_name", "Ones"));
    return input;
  }

  /** Of data: the statistics are learned by {@code adapt}, unless the config gives them. */
  private static Dims ofData(LayerConfig layer, Dims input) {
    if (layer.has("mean") || layer.has("variance")) {
      return input;
    }
    List<Integer> axes =
        layer.config().containsKey("axis") && layer.raw("axis") == null
            ? List.of()
            : layer.axes("axis", -1);
    List<Long> shape = sizes(input, axes);
    layer.weight("mean", shape, Map.of("class_name", "Zeros"));
    layer.weight("variance", shape, Map.of("class_name", "Ones"));
    return input;
  }

  private static List<Long> sizes(Dims input, List<Integer> axes) {
    List<Long> sizes = new ArrayList<>();
    axes.stream().map(input::axis).sorted().forEach(axis -> sizes.add(input.size(axis)));
    return sizes;
  }
}
