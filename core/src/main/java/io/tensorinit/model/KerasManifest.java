package io.tensorinit.model;

import io.tensorinit.json.MessageText;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.peer.keras.layers.KerasModel;
import io.tensorinit.peer.keras.layers.LayerWeight;
import io.tensorinit.tensor.DType;
import java.util.Map;

/** From the JSON tree of a Keras model to a builder: each variable with its own initializer. */
final class KerasManifest {
  private KerasManifest() {}

  static ModelBuilder read(Map<?, ?> tree) {
    ModelBuilder model = new ModelBuilder();
    try {
      KerasModel.weights(tree).forEach(weight -> model.parameter(parameter(weight)));
    } catch (IllegalArgumentException e) {
      throw new ManifestException("Keras model: " + e.getMessage(), e);
    }
    return model;
  }

  private static ParameterSpec parameter(LayerWeight weight) {
    try {
      return ParameterSpec.of(weight.name(), weight.shape())
          .dtype(DType.parse(weight.dtype()))
          .init(InitializerNames.named(weight.initializer()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "variable " + MessageText.quoted(weight.name()) + ": " + e.getMessage(), e);
    }
  }
}
