package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a tensor between layers comes from.
 *
 * @param layer the name of the layer that makes it
 * @param call which of the layer's calls, from 0
 * @param tensor which of the call's outputs, from 0
 * @param shape its shape, if the JSON says it, as Keras 3 does
 */
record TensorReference(String layer, int call, int tensor, Dims shape) {
  /** What each call of a layer is given: {@code inbound_nodes}, of Keras 2 or 3. */
  static List<List<TensorReference>> calls(Map<?, ?> layer) {
    List<List<TensorReference>> calls = new ArrayList<>();
    if (layer.get("inbound_nodes") instanceof List<?> nodes) {
      nodes.forEach(node -> calls.add(all(node)));
    }
    return calls;
  }

  /** All references in a tree, in its order; those behind keywords last. */
  static List<TensorReference> all(@Nullable Object tree) {
    List<TensorReference> found = new ArrayList<>();
    collect(tree, found);
    return found;
  }

  private static void collect(@Nullable Object tree, List<TensorReference> found) {
    if (tree instanceof Map<?, ?> object) {
      if ("__keras_tensor__".equals(object.get("class_name"))
          && object.get("config") instanceof Map<?, ?> config
          && config.get("keras_history") instanceof List<?> history
          && isReference(history)) {
        found.add(of(history, Dims.read(config.get("shape")).orElse(Dims.UNKNOWN)));
      } else {
        object.values().forEach(value -> collect(value, found));
      }
    } else if (tree instanceof List<?> list) {
      if (isReference(list)) {
        found.add(of(list, Dims.UNKNOWN));
        list.subList(3, list.size()).forEach(keywords -> collect(keywords, found));
      } else {
        list.forEach(element -> collect(element, found));
      }
    }
  }

  private static boolean isReference(List<?> list) {
    return list.size() >= 3
        && list.get(0) instanceof String
        && list.get(1) instanceof Long call
        && list.get(2) instanceof Long tensor
        && call >= 0
        && call < Integer.MAX_VALUE
        && tensor >= 0
        && tensor < Integer.MAX_VALUE;
  }

  private static TensorReference of(List<?> list, Dims shape) {
    return new TensorReference(
        (String) list.get(0),
        ((Long) list.get(1)).intValue(),
        ((Long) list.get(2)).intValue(),
        shape);
  }
}
