package io.tensorinit.peer.keras.layers;

import io.tensorinit.json.MessageText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The layers of a functional model, built in the order in which their inputs become known. */
final class LayerGraph {
  private final LayerConfig model;
  private final Map<String, Node> layers = new LinkedHashMap<>();

  /** A layer, what each of its calls is given, and what those built so far put out. */
  private record Node(
      LayerConfig layer, List<List<TensorReference>> calls, List<List<Dims>> outputs) {
    boolean isDone() {
      return outputs.size() == calls.size();
    }

    List<TensorReference> next() {
      return calls.get(outputs.size());
    }

    /** The first call of a nested model is that of its making, which is not written. */
    int call(int index) {
      boolean counted = ModelLayers.isModel(layer.className());
      return Math.min(Math.max(counted ? index - 1 : index, 0), calls.size() - 1);
    }
  }

  LayerGraph(LayerConfig model) {
    this.model = model;
    for (Object node : model.list("layers")) {
      LayerConfig layer = LayerConfig.of(node, "", model.context());
      List<List<TensorReference>> calls = TensorReference.calls((Map<?, ?>) node);
      String key = ((Map<?, ?>) node).get("name") instanceof String name ? name : layer.name();
      Node made = new Node(layer, calls.isEmpty() ? List.of(List.of()) : calls, new ArrayList<>());
      if (layers.put(key, made) != null) {
        throw new IllegalArgumentException(
            "two of its layers have the name " + MessageText.quoted(key));
      }
    }
  }

  /**
   * Builds all layers.
   *
   * @param inputs the shapes of the model's inputs, which serve where its own layers say none
   * @return the shapes of its outputs
   * @throws IllegalArgumentException if a layer needs one that is not there, or layers need each
   *     other
   */
  List<Dims> build(List<Dims> inputs) {
    Map<String, Dims> given = new HashMap<>();
    List<TensorReference> entrances = TensorReference.all(model.raw("input_layers"));
    for (int i = 0; i < entrances.size() && entrances.size() == inputs.size(); i++) {
      given.put(entrances.get(i).layer(), inputs.get(i));
    }
    int left = layers.values().stream().mapToInt(node -> node.calls().size()).sum();
    while (left > 0) {
      int before = left;
      for (Map.Entry<String, Node> entry : layers.entrySet()) {
        Node node = entry.getValue();
        while (!node.isDone() && node.next().stream().allMatch(this::isKnown)) {
          call(node, given.getOrDefault(entry.getKey(), Dims.UNKNOWN));
          left--;
        }
      }
      if (left == before) {
        throw new IllegalArgumentException("its layers need each other: " + waiting());
      }
    }
    List<Dims> outputs = new ArrayList<>();
    for (TensorReference exit : TensorReference.all(model.raw("output_layers"))) {
      outputs.add(shape(exit));
    }
    return outputs.isEmpty() ? List.of(Dims.UNKNOWN) : outputs;
  }

  private void call(Node node, Dims given) {
    List<Dims> inputs = new ArrayList<>();
    node.next().forEach(reference -> inputs.add(shape(reference)));
    if (inputs.isEmpty()) {
      inputs.add(given);
    }
    ModelContext context = model.context();
    boolean again = !node.outputs().isEmpty();
    List<Dims> outputs =
        again
            ? context.silently(() -> LayerTypes.build(node.layer(), inputs))
            : LayerTypes.build(node.layer(), inputs);
    boolean unsaid = node.calls().get(0).isEmpty() && !outputs.get(0).isKnown();
    node.outputs().add(unsaid ? inputs : outputs);
  }

  private Node node(TensorReference reference) {
    Node node = layers.get(reference.layer());
    if (node == null) {
      throw new IllegalArgumentException(
          "its layers have no " + MessageText.quoted(reference.layer()) + ", which another needs");
    }
    return node;
  }

  private boolean isKnown(TensorReference reference) {
    Node node = node(reference);
    return node.outputs().size() > node.call(reference.call());
  }

  private Dims shape(TensorReference reference) {
    if (reference.shape().isKnown()) {
      return reference.shape();
    }
    Node node = node(reference);
    List<Dims> outputs = node.outputs().get(node.call(reference.call()));
    return reference.tensor() < outputs.size() ? outputs.get(reference.tensor()) : Dims.UNKNOWN;
  }

  private String waiting() {
    return String.join(
        ", ",
        layers.values().stream()
            .filter(node -> !node.isDone())
            .map(node -> MessageText.quoted(node.layer().name()))
            .limit(5)
            .toList());
  }
}
