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
 * @param registeredName the name under which a class of the user's own was registered; empty if
 *     none
 * @param config the initializer's parameters
 */
public record ConfigObject(
    String className, Optional<String> registeredName, Map<String, @Nullable Object> config) {
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
    return new ConfigObject(
        name,
        object.get("registered_name") instanceof String registered
            ? Optional.of(registered)
            : Optional.empty(),
        config(name, object.get("config")));
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
   * The registered name where the class name stands for nothing and the registered one does.
   *
   * @param exists whether a name stands for an initializer
   * @return the name to look for
   */
  public String findable(Predicate<String> exists) {
    return registeredName
        .filter(name -> !exists.test(className) && exists.test(name))
        .orElse(className);
  }
}
