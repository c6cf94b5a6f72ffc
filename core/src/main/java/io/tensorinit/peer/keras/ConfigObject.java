package io.tensorinit.peer.keras;

import io.tensorinit.peer.ConfigValues;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keras's config object, of Keras 2 or 3, with its extra keys taken off.
 *
 * @param className the initializer's name, with or without a peer's prefix
 * @param module the module of the class; empty if none is said
 * @param registeredName the name under which a class of the user's own was registered; empty if
 *     none
 * @param config the initializer's parameters
 */
public record ConfigObject(
    String className,
    Optional<String> module,
    Optional<String> registeredName,
    Map<String, @Nullable Object> config) {
  private static final Set<String> KEYS =
      Set.of(
          "class_name",
          "config",
          "module",
          "registered_name",
          "build_config",
          "compile_config",
          "shared_object_id",
          "name");

  /** The class name of a function, whose name stands in the place of the config. */
  private static final String FUNCTION = "function";

  /** Where Keras's own classes are. */
  private static final String KERAS = "keras.";

  /** The module of functions that Keras finds by name. */
  private static final String BUILTINS = "builtins";

  /**
   * Reads the object.
   *
   * @param object the object
   * @return what it says
   * @throws IllegalArgumentException if it has another key, no class name, or a config that is no
   *     object
   */
  public static ConfigObject of(Map<?, ?> object) {
    for (Object key : object.keySet()) {
      if (!(key instanceof String name) || !KEYS.contains(name)) {
        throw new IllegalArgumentException(
            "an initializer's config object holds class_name and config, but has field "
                + ConfigValues.spelled(key));
      }
    }
    Object className = object.get("class_name");
    if (!(className instanceof String name)) {
      throw new IllegalArgumentException(
          "an initializer's config object needs class_name, a text, was "
              + ConfigValues.spelled(className));
    }
    Optional<String> module = text(object, "module");
    Optional<String> registered = text(object, "registered_name");
    return name.equals(FUNCTION) && object.get("config") instanceof String function
        ? new ConfigObject(
            function,
            module.filter(its -> !its.equals(BUILTINS)),
            registered.filter(its -> !its.equals(FUNCTION)),
            Map.of())
        : new ConfigObject(name, module, registered, config(name, object.get("config")));
  }

  private static Optional<String> text(Map<?, ?> object, String key) {
    Object value = object.get(key);
    if (value != null && !(value instanceof String)) {
      throw new IllegalArgumentException(
          "an initializer's config object must have a text or null as "
              + key
              + ", was "
              + ConfigValues.spelled(value));
    }
    return Optional.ofNullable((String) value);
  }

  private static Map<String, @Nullable Object> config(String name, @Nullable Object config) {
    if (config == null) {
      return Map.of();
    }
    if (!(config instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(
          name + " config must be an object, was " + ConfigValues.spelled(config));
    }
    Map<String, @Nullable Object> checked = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (!(key instanceof String text)) {
            throw new IllegalArgumentException(
                name + " config must have texts as keys, was " + ConfigValues.spelled(key));
          }
          checked.put(text, value);
        });
    return checked;
  }

  /**
   * The name to look for, as Keras decides it: the registered name, then the class name, where one
   * of one's own has it; else the class name in its module. A class of a package or a module of
   * somebody's own is not Keras's of that class name.
   *
   * @param isOnesOwn whether a name was registered, or is a custom object's
   * @param isKnown whether a module is one in which a peer has its initializers
   * @return the name, with the module in front where one is said
   * @throws IllegalArgumentException if it is somebody's own class, and no such name is known
   */
  public String name(Predicate<String> isOnesOwn, Predicate<String> isKnown) {
    if (registeredName.filter(isOnesOwn).isPresent()) {
      return registeredName.get();
    }
    if (isOnesOwn.test(className)) {
      return className;
    }
    boolean renamed = registeredName.filter(its -> !its.equals(className)).isPresent();
    boolean foreign =
        module.filter(its -> !its.startsWith(KERAS) && !isKnown.test(its)).isPresent();
    if (renamed || foreign) {
      throw new IllegalArgumentException(
          "unknown initializer \""
              + registeredName.orElse(className)
              + "\""
              + module.map(its -> " of module \"" + its + "\"").orElse("")
              + ", a class of somebody's own, which has to be registered under that name or given as"
              + " a custom object");
    }
    boolean qualified = className.indexOf(':') >= 0 || className.indexOf('.') >= 0;
    return module
        .filter(its -> !qualified && !its.startsWith(KERAS))
        .map(its -> its + "." + className)
        .orElse(className);
  }
}
