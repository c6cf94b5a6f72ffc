package io.tensorinit.model;

import io.tensorinit.Initializer;
import io.tensorinit.Seed;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.names.ResolvedInitializer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An initializer and how the input spelled it.
 *
 * @param label the spelling
 * @param initializer the initializer
 * @param seed the seed that takes the place of the model's
 */
record NamedInitializer(String label, Initializer initializer, Optional<Seed> seed) {
  private static final int LONGEST_VALUE = 80;

  static NamedInitializer of(Initializer initializer) {
    return of(initializer.toString(), initializer);
  }

  static NamedInitializer of(String label, Initializer initializer) {
    return new NamedInitializer(label, initializer, initializer.ownSeed());
  }

  /**
   * The initializer of a description as a manifest holds it.
   *
   * @param description a name, a config object, or a number
   * @throws IllegalArgumentException if it describes no initializer
   */
  static NamedInitializer resolve(Object description) {
    ResolvedInitializer resolved = InitializerNames.resolve(description);
    return new NamedInitializer(
        label(resolved.name(), description), resolved.initializer(), resolved.seed());
  }

  /** The initializer of a name with parameters. */
  static NamedInitializer resolve(String name, Map<String, Object> config) {
    ResolvedInitializer resolved = InitializerNames.resolve(name, config);
    return new NamedInitializer(
        label(name, Map.of("config", config)), resolved.initializer(), resolved.seed());
  }

  private static String label(String name, Object description) {
    if (!(description instanceof Map<?, ?> object)
        || !(object.get("config") instanceof Map<?, ?> config)
        || config.isEmpty()) {
      return name;
    }
    return config.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + spelled(parameter.getValue()))
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  private static String spelled(Object value) {
    if (value instanceof List<?> list && list.size() > LONGEST_VALUE) {
      return "[...]";
    }
    String json = JsonWriter.compact(value);
    return json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "...";
  }
}
