package io.tensorinit.peer.keras.layers;

import io.tensorinit.json.MessageText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The classes of layers that are known, by name. */
final class LayerTypes {
  private static final Map<String, LayerType> TYPES = new HashMap<>();

  static {
    DenseLayers.addTo(TYPES);
    ConvolutionLayers.addTo(TYPES);
    RecurrentLayers.addTo(TYPES);
    ConvLstmLayers.addTo(TYPES);
    NormalizationLayers.addTo(TYPES);
    AttentionLayers.addTo(TYPES);
    ShapeLayers.addTo(TYPES);
    MergingLayers.addTo(TYPES);
    WrapperLayers.addTo(TYPES);
    ModelLayers.addTo(TYPES);
  }

  private LayerTypes() {}

  /**
   * Builds a layer: its variables go to the model, the shapes of its outputs come back.
   *
   * @param layer the layer
   * @param inputs the shapes of its inputs
   * @return the shapes of its outputs
   * @throws IllegalArgumentException if its class is not known, a size it needs is not known, or
   *     its config does not fit; the message names the layer
   */
  static List<Dims> build(LayerConfig layer, List<Dims> inputs) {
    try {
      return type(layer).build(layer, known(layer, inputs));
    } catch (LayerException e) {
      throw e;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new LayerException(layer, e);
    }
  }

  private static LayerType type(LayerConfig layer) {
    if (layer.ownClass().isPresent()) {
      throw new IllegalArgumentException(
          "a class of one's own, "
              + MessageText.quoted(layer.ownClass().get())
              + ", whose variables are not known");
    }
    if (isOperation(layer)) {
      return (operation, inputs) -> List.of(Dims.UNKNOWN);
    }
    LayerType type = TYPES.get(layer.className());
    if (type == null) {
      throw new IllegalArgumentException(
          "no class of Keras whose variables are known; a manifest of TensorInit can list them");
    }
    return type;
  }

  /** Whether a node is no layer but a function of tensors, without variables. */
  private static boolean isOperation(LayerConfig layer) {
    String name = layer.className();
    return name.equals("TFOpLambda")
        || name.equals("SlicingOpLambda")
        || name.equals("TensorFlowOpLayer")
        || name.equals("Lambda")
        || layer.module().startsWith("keras.ops")
        || layer.module().startsWith("keras.src.ops");
  }

  /** The shapes that the JSON says the layer was built with, where it says one. */
  private static List<Dims> known(LayerConfig layer, List<Dims> inputs) {
    Object said = layer.buildConfig().get("input_shape");
    if (said instanceof List<?> shapes && !shapes.isEmpty() && shapes.get(0) instanceof List<?>) {
      List<Dims> all = new ArrayList<>();
      shapes.forEach(shape -> Dims.read(shape).ifPresent(all::add));
      return all.size() == inputs.size() ? merged(all, inputs) : inputs;
    }
    return inputs.size() == 1
        ? Dims.read(said).map(shape -> merged(List.of(shape), inputs)).orElse(inputs)
        : inputs;
  }

  /** The shapes that the graph shows, else those that were written. */
  private static List<Dims> merged(List<Dims> written, List<Dims> shown) {
    List<Dims> all = new ArrayList<>();
    for (int i = 0; i < shown.size(); i++) {
      boolean open = !shown.get(i).isKnown() || shown.get(i).sizes().contains(Dims.OPEN);
      all.add(open ? written.get(i) : shown.get(i));
    }
    return all;
  }
}
