package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Models as layers: a chain or a graph of layers, and its inputs. */
final class ModelLayers {
  private static final String SEQUENTIAL = "Sequential";
  private static final Set<String> GRAPHS = Set.of("Functional", "Model");

  private ModelLayers() {}

  static void addTo(Map<String, LayerType> types) {
    types.put("InputLayer", (layer, inputs) -> List.of(inputShape(layer).orElse(Dims.UNKNOWN)));
    types.put(SEQUENTIAL, (layer, inputs) -> List.of(chain(layer, inputs.get(0))));
    GRAPHS.forEach(name -> types.put(name, ModelLayers::graph));
  }

  /** Whether a class is one of models. */
  static boolean isModel(String className) {
    return className.equals(SEQUENTIAL) || GRAPHS.contains(className);
  }

  /** The shape that a layer says its inputs have: Keras 3's InputLayer, any of Keras 2. */
  static Optional<Dims> inputShape(LayerConfig layer) {
    return Dims.read(layer.raw("batch_shape"))
        .or(() -> Dims.read(layer.raw("batch_input_shape")))
        .or(() -> Dims.read(layer.raw("build_input_shape")));
  }

  private static List<Dims> graph(LayerConfig model, List<Dims> inputs) {
    model.context().enter(model.name());
    List<Dims> outputs = new LayerGraph(model).build(inputs);
    model.context().leave();
    return outputs;
  }

  private static Dims chain(LayerConfig model, Dims input) {
    List<Object> nodes = model.list("layers");
    Dims shape = input;
    List<LayerConfig> layers = new ArrayList<>();
    String scope = chainScope(model, nodes);
    for (Object node : nodes) {
      layers.add(LayerConfig.of(node, scope, model.context()));
    }
    if (!layers.isEmpty() && !shape.isKnown()) {
      shape = inputShape(layers.get(0)).or(() -> inputShape(model)).orElse(Dims.UNKNOWN);
    }
    model.context().enter(model.name());
    for (LayerConfig layer : layers) {
      if (!layer.className().equals("InputLayer")) {
        shape = LayerTypes.build(layer, List.of(shape)).get(0);
      } else if (!shape.isKnown()) {
        shape = inputShape(layer).orElse(Dims.UNKNOWN);
      }
    }
    model.context().leave();
    return shape;
  }

  /** Keras 3 puts a chain's name before its layers'; one that knows its input has no other. */
  private static String chainScope(LayerConfig model, List<Object> nodes) {
    if (model.dialect() != Dialect.KERAS_3) {
      return "";
    }
    boolean own =
        !nodes.isEmpty()
            && inputShape(LayerConfig.of(nodes.get(0), "", model.context())).isPresent();
    return own ? model.name() + "/" : model.scope();
  }
}
