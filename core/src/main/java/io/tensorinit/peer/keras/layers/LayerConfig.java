package io.tensorinit.peer.keras.layers;

import io.tensorinit.json.JsonWriter;
import io.tensorinit.json.MessageText;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A layer in a model's JSON, read with types; collects the variables it is said to have. */
final class LayerConfig {
  private static final String FLOAT32 = "float32";
  private static final String HALF = "16";
  private static final List<String> MODULES = List.of("keras", "tf_keras", "tensorflow");

  private final Map<?, ?> layer;
  private final Map<?, ?> config;
  private final String className;
  private final String name;
  private final String scope;
  private final ModelContext context;

  private LayerConfig(Map<?, ?> layer, Map<?, ?> config, String scope, ModelContext context) {
    this.layer = layer;
    this.config = config;
    this.context = context;
    this.className = String.valueOf(layer.get("class_name"));
    this.name = String.valueOf(config.get("name"));
    this.scope = scope;
  }

  /**
   * Takes a layer apart.
   *
   * @param node what stands in the JSON
   * @param scope the path its variables' names begin with, the layer's own name not included; empty
   *     or with a slash at its end
   * @param context the model
   * @throws IllegalArgumentException if it is no layer
   */
  static LayerConfig of(@Nullable Object node, String scope, ModelContext context) {
    if (!(node instanceof Map<?, ?> layer)
        || !(layer.get("class_name") instanceof String)
        || !(configOf(layer) instanceof Map<?, ?> config)) {
      throw new IllegalArgumentException(
          "a layer must be an object of class_name and config, was " + spelled(node));
    }
    String name = layer.get("name") instanceof String said ? said : null;
    Map<Object, @Nullable Object> named = new LinkedHashMap<>(config);
    if (!(named.get("name") instanceof String)) {
      named.put("name", name == null ? layer.get("class_name") : name);
    }
    String own = scope + named.get("name") + "/";
    return new LayerConfig(layer, Collections.unmodifiableMap(named), own, context);
  }

  /** The config; of a chain in old versions it is the list of its layers. */
  private static @Nullable Object configOf(Map<?, ?> layer) {
    return layer.get("config") instanceof List<?> layers
        ? Map.of("layers", layers)
        : layer.get("config");
  }

  /** The layer that a wrapper's config holds under a key. */
  Optional<LayerConfig> inner(String key, String innerScope) {
    return config.get(key) == null
        ? Optional.empty()
        : Optional.of(of(config.get(key), innerScope, context));
  }

  /** This layer under another name. */
  LayerConfig named(String newName, String newScope) {
    Map<Object, @Nullable Object> named = new LinkedHashMap<>(config);
    named.put("name", newName);
    return new LayerConfig(layer, named, newScope, context);
  }

  String className() {
    return className;
  }

  String name() {
    return name;
  }

  /** The path that the names of its variables begin with, a slash at its end. */
  String scope() {
    return scope;
  }

  ModelContext context() {
    return context;
  }

  Dialect dialect() {
    return context.dialect();
  }

  Map<?, ?> config() {
    return config;
  }

  /** The name of a class of somebody's own: registered, or of a module that is not Keras's. */
  Optional<String> ownClass() {
    if (layer.get("registered_name") instanceof String registered && registered.indexOf('>') >= 0) {
      return Optional.of(registered);
    }
    boolean kerass =
        module().isEmpty() || MODULES.stream().anyMatch(prefix -> module().startsWith(prefix));
    return kerass ? Optional.empty() : Optional.of(module() + "." + className);
  }

  /** The module of its class, empty where nothing says it. */
  String module() {
    return layer.get("module") instanceof String module ? module : "";
  }

  /** What Keras 3 wrote of the shapes the layer was built with; empty where it wrote nothing. */
  Map<?, ?> buildConfig() {
    return layer.get("build_config") instanceof Map<?, ?> build ? build : Map.of();
  }

  boolean has(String key) {
    return config.get(key) != null;
  }

  @Nullable Object raw(String key) {
    return config.get(key);
  }

  boolean flag(String key, boolean otherwise) {
    Object value = config.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw refused(key, "true or false", value);
  }

  String text(String key, String otherwise) {
    Object value = config.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof String text) {
      return text;
    }
    throw refused(key, "a text", value);
  }

  /** An integer of 0 or more. */
  long size(String key) {
    return integer(key, config.get(key), 0);
  }

  long size(String key, long otherwise) {
    return has(key) ? size(key) : otherwise;
  }

  /** An axis, counted from either end. */
  int axis(String key, int otherwise) {
    Object value = config.get(key);
    if (value instanceof List<?> list && list.size() == 1) {
      value = list.get(0);
    }
    return value == null ? otherwise : (int) integer(key, value, -Integer.MAX_VALUE);
  }

  /** Axes, one of them or a list. */
  List<Integer> axes(String key, int otherwise) {
    if (config.get(key) instanceof List<?> list) {
      return list.stream().map(axis -> (int) integer(key, axis, -Integer.MAX_VALUE)).toList();
    }
    return List.of(axis(key, otherwise));
  }

  /** A list of sizes, or one for each of several axes. */
  List<Long> sizes(String key, int count, long otherwise) {
    Object value = config.get(key);
    if (value instanceof List<?> list) {
      List<Long> sizes = list.stream().map(size -> integer(key, size, 0)).toList();
      if (sizes.size() != count) {
        throw refused(key, count + " sizes", value);
      }
      return sizes;
    }
    return Collections.nCopies(count, value == null ? otherwise : integer(key, value, 0));
  }

  private long integer(String key, @Nullable Object value, long least) {
    if (value instanceof Long integer && integer >= least) {
      return integer;
    }
    throw refused(key, least == 0 ? "an integer of 0 or more" : "an integer", value);
  }

  boolean channelsFirst() {
    return text("data_format", "channels_last").equals("channels_first");
  }

  IllegalArgumentException refused(String key, String allowed, @Nullable Object value) {
    return new IllegalArgumentException(key + " must be " + allowed + ", was " + spelled(value));
  }

  /**
   * An initializer of the config.
   *
   * @param key where it stands
   * @param otherwise the name of the one that serves where nothing stands there
   * @return a config object
   */
  Map<?, ?> initializer(String key, String otherwise) {
    Object value = config.get(key);
    if (value instanceof Map<?, ?> configObject) {
      return configObject;
    }
    return Map.of("class_name", value == null ? otherwise : text(key, otherwise));
  }

  /** Says that the layer has a variable with an initializer of the config. */
  void weight(String variable, List<Long> shape, String key, String otherwise) {
    weight(variable, shape, initializer(key, otherwise));
  }

  /** Says that the layer has a variable. */
  void weight(String variable, List<Long> shape, Map<?, ?> initializer) {
    weight(variable, shape, initializer, variableDType());
  }

  /** Says that the layer has a variable of a dtype. */
  void weight(String variable, List<Long> shape, Map<?, ?> initializer, String dtype) {
    if (shape.contains(Dims.OPEN)) {
      throw new IllegalArgumentException(
          variable
              + " would have the shape "
              + Dims.of(shape)
              + ": its input's sizes must be known");
    }
    context.add(
        new LayerWeight(
            scope + variable + dialect().suffix(),
            Shape.of(shape.stream().mapToLong(Long::longValue).toArray()),
            dtype,
            initializer));
  }

  /** The dtype of a layer's variables: that of its policy, float32 where that is mixed. */
  String variableDType() {
    Object policy = config.get("dtype");
    if (policy instanceof Map<?, ?> object && object.get("config") instanceof Map<?, ?> said) {
      policy = said.get("name");
    }
    if (policy == null) {
      return FLOAT32;
    }
    String dtype = policy.toString();
    if (dtype.contains("_from_")) {
      throw new IllegalArgumentException(
          "dtype " + MessageText.quoted(dtype) + " is of a quantized layer, which is not known");
    }
    return dtype.startsWith("mixed_") ? FLOAT32 : dtype;
  }

  /** The dtype of a normalization's variables, which Keras 2 never makes narrower than float32. */
  String normDType() {
    String dtype = variableDType();
    return dialect().isKeras2() && dtype.endsWith(HALF) ? FLOAT32 : dtype;
  }

  private static String spelled(@Nullable Object value) {
    String json = JsonWriter.compact(value);
    return json.length() <= 100 ? json : json.substring(0, 100) + "...";
  }

  /** The elements of a list in the config. */
  List<Object> list(String key) {
    if (config.get(key) instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    throw refused(key, "an array", config.get(key));
  }
}
