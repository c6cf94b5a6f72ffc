package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Layers without variables that make one tensor of several. */
final class MergingLayers {
  private MergingLayers() {}

  static void addTo(Map<String, LayerType> types) {
    for (String name : List.of("Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum")) {
      types.put(name, (layer, inputs) -> List.of(broadcast(inputs)));
    }
    types.put("Concatenate", (layer, inputs) -> List.of(concatenated(layer, inputs)));
    types.put("Dot", (layer, inputs) -> List.of(dot(layer, inputs)));
  }

  private static Dims broadcast(List<Dims> inputs) {
    if (!inputs.stream().allMatch(Dims::isKnown)) {
      return Dims.UNKNOWN;
    }
    int rank = inputs.stream().mapToInt(Dims::rank).max().orElse(0);
    List<Long> sizes = new ArrayList<>();
    for (int axis = -rank; axis < 0; axis++) {
      long size = 1;
      for (Dims input : inputs) {
        long own = -axis <= input.rank() ? input.get(axis) : 1;
        size = size == 1 || (size == Dims.OPEN && own > 1) ? own : size;
      }
      sizes.add(size);
    }
    return Dims.of(sizes);
  }

  private static Dims concatenated(LayerConfig layer, List<Dims> inputs) {
    if (!inputs.stream().allMatch(Dims::isKnown)) {
      return Dims.UNKNOWN;
    }
    int axis = inputs.get(0).axis(layer.axis("axis", -1));
    long total = 0;
    for (Dims input : inputs) {
      long size = input.get(axis);
      total = total == Dims.OPEN || size == Dims.OPEN ? Dims.OPEN : total + size;
    }
    return inputs.get(0).with(axis, total);
  }

  private static Dims dot(LayerConfig layer, List<Dims> inputs) {
    if (inputs.size() < 2 || !inputs.stream().allMatch(Dims::isKnown)) {
      return Dims.UNKNOWN;
    }
    List<Integer> axes = layer.axes("axes", -1);
    List<Long> sizes = new ArrayList<>(inputs.get(0).sizes());
    sizes.remove(inputs.get(0).axis(axes.get(0)));
    List<Long> others = new ArrayList<>(inputs.get(1).sizes());
    others.remove(inputs.get(1).axis(axes.get(axes.size() - 1)));
    others.remove(0);
    sizes.addAll(others);
    if (sizes.size() == 1) {
      sizes.add(1L);
    }
    return Dims.of(sizes);
  }
}
