package io.tensorinit.peer.keras.layers;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A model being read: who wrote it, and its variables so far. Not safe for several threads. */
final class ModelContext {
  private final Dialect dialect;
  private final List<LayerWeight> weights = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Deque<String> models = new ArrayDeque<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private boolean silent;

  ModelContext(Dialect dialect) {
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Adds a variable; where its name is taken the names of the models around it come before. */
  void add(LayerWeight weight) {
    if (silent) {
      return;
    }
    String around = String.join("", models);
    LayerWeight unique =
        names.contains(weight.name()) ? weight.named(around + weight.name()) : weight;
    if (!names.add(unique.name())) {
      throw new IllegalArgumentException(
          "another layer of the model has a variable of the same name, " + unique.name());
    }
    weights.add(unique);
  }

  /** Works something out of a layer whose variables are there already. */
  <T> T silently(Supplier<T> step) {
    boolean before = silent;
    silent = true;
    T result = step.get();
    silent = before;
    return result;
  }

  /** Whether variables are not added now. */
  boolean isSilent() {
    return silent;
  }

  /** Begins to read a model inside the model. */
  void enter(String model) {
    models.addLast(model + "/");
  }

  /** Ends the reading of the model entered last. */
  void leave() {
    models.removeLast();
  }

  /** A name as Keras makes names of layers that were given none: numbered from the second on. */
  String unique(String name) {
    if (silent) {
      return name;
    }
    int earlier = counts.merge(name, 1, Integer::sum) - 1;
    return earlier == 0 ? name : name + "_" + earlier;
  }

  List<LayerWeight> weights() {
    return List.copyOf(weights);
  }
}
