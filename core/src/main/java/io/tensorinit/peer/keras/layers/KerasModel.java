package io.tensorinit.peer.keras.layers;

import io.tensorinit.json.MessageText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A Keras model as its JSON describes it: what {@code model.to_json()} gives in Keras 2 and 3,
 * {@code model.toJSON()} in TensorFlow.js, a functional model's {@code get_config()}, and what
 * stands in their files ({@code config.json} of a {@code .keras} archive, the {@code modelTopology}
 * of a {@code model.json}). Functional and sequential models, with models, wrappers and shared
 * layers inside.
 *
 * <p>Variables have the names that the same software gives them: Keras 3's {@code variable.path}
 * ({@code dense/kernel}; {@code sequential/dense/kernel} in a Sequential), Keras 2's {@code
 * variable.name} ({@code dense/kernel:0}), TensorFlow.js's {@code weight.name}. Where two of a
 * model's variables would have one name, the later one's has the names of the models around it in
 * front. Cells that Keras 2 numbers ({@code lstm_cell_1}) have the number of a fresh process.
 *
 * <p>Shapes follow from those of the inputs, layer by layer, or from what Keras 3 wrote beside each
 * layer. All methods are pure.
 */
public final class KerasModel {
  private static final Set<String> LISTS = Set.of("__tuple__", "TensorShape");

  private KerasModel() {}

  /**
   * Whether a JSON tree is one of a Keras object, rather than of something else.
   *
   * @param tree the tree
   * @return whether it has the class name and config of a model, or holds one as TensorFlow.js does
   */
  public static boolean isModel(@Nullable Object tree) {
    return tree instanceof Map<?, ?> object
        && (object.get("modelTopology") instanceof Map<?, ?>
            || object.get("model_config") instanceof Map<?, ?>
            || (object.containsKey("class_name") && object.containsKey("config"))
            || isBareConfig(object));
  }

  /**
   * The variables of a model.
   *
   * @param tree the JSON, for which {@link #isModel} is true
   * @return its variables, layer by layer
   * @throws IllegalArgumentException if its class is none of models, a layer's class is not known
   *     (the message names both), a layer's config does not fit, or a size that decides a
   *     variable's shape is not known
   */
  public static List<LayerWeight> weights(Map<?, ?> tree) {
    return weightsOf((Map<?, ?>) Objects.requireNonNull(withLists(tree)));
  }

  private static List<LayerWeight> weightsOf(Map<?, ?> tree) {
    Map<?, ?> model = isBareConfig(tree) ? Map.of("class_name", "Model", "config", tree) : tree;
    String version = version(tree, "");
    while (!model.containsKey("class_name")) {
      Object inner =
          model.get(model.containsKey("modelTopology") ? "modelTopology" : "model_config");
      if (!(inner instanceof Map<?, ?> object)) {
        throw new IllegalArgumentException(
            "a Keras model must have class_name and config, or hold them as modelTopology");
      }
      model = object;
      version = version(model, version);
    }
    String className = String.valueOf(model.get("class_name"));
    if (!ModelLayers.isModel(className)) {
      throw new IllegalArgumentException(
          "a Keras model must be of class Sequential, Functional or Model, was "
              + MessageText.quoted(className)
              + (model.containsKey("config")
                  ? "; a class of one's own does not say its layers"
                  : ""));
    }
    ModelContext context = new ModelContext(dialect(model, version));
    LayerTypes.build(LayerConfig.of(model, "", context), List.of(Dims.UNKNOWN));
    return context.weights();
  }

  /** The tree with tuples and shapes, which some versions write as objects, as lists. */
  private static @Nullable Object withLists(@Nullable Object tree) {
    if (tree instanceof List<?> list) {
      List<@Nullable Object> changed = new ArrayList<>();
      list.forEach(element -> changed.add(withLists(element)));
      return changed;
    }
    if (!(tree instanceof Map<?, ?> object)) {
      return tree;
    }
    if (object.get("class_name") instanceof String name
        && LISTS.contains(name)
        && object.get("items") instanceof List<?> items) {
      return withLists(items);
    }
    Map<Object, @Nullable Object> changed = new LinkedHashMap<>();
    object.forEach((key, value) -> changed.put(key, withLists(value)));
    return changed;
  }

  /** Whether it is what {@code model.get_config()} gives of a functional model. */
  private static boolean isBareConfig(Map<?, ?> object) {
    return object.get("layers") instanceof List<?> && object.get("input_layers") instanceof List<?>;
  }

  private static String version(Map<?, ?> object, String otherwise) {
    return object.get("keras_version") instanceof String version ? version : otherwise;
  }

  /** Keras 3 writes no version, but the module of each class. */
  private static Dialect dialect(Map<?, ?> model, String version) {
    if (!version.isEmpty()) {
      return Dialect.of(version);
    }
    return model.containsKey("module") || model.containsKey("registered_name")
        ? Dialect.KERAS_3
        : Dialect.KERAS_2;
  }
}
