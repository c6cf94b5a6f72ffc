package io.tensorinit.recipe;

import io.tensorinit.json.JsonWriter;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An initializer and how the input spelled it.
 *
 * @param label the spelling
 * @param initializer the initializer
 * @param seed the seed that takes the place of the model's
 */
public record NamedInitializer(String label, Initializer initializer, Optional<Seed> seed) {
  private static final int LONGEST_VALUE = 80;

  /**
   * An initializer under the name it gives itself.
   *
   * @param initializer the initializer
   * @return it with its name and its own seed
   */
  public static NamedInitializer of(Initializer initializer) {
    return of(initializer.toString(), initializer);
  }

  /**
   * An initializer under a label.
   *
   * @param label the label
   * @param initializer the initializer
   * @return it with its own seed
   */
  public static NamedInitializer of(String label, Initializer initializer) {
    return new NamedInitializer(label, initializer, initializer.ownSeed());
  }

  /**
   * An initializer with its parameters in its spelling.
   *
   * @param name its name
   * @param config its parameters
   * @param initializer the initializer
   * @param seed the seed that takes the place of the model's
   * @return both
   */
  public static NamedInitializer of(
      String name, Map<?, ?> config, Initializer initializer, Optional<Seed> seed) {
    return new NamedInitializer(label(name, config), initializer, seed);
  }

  private static String label(String name, Map<?, ?> config) {
    if (config.isEmpty()) {
      return name;
    }
    return config.entrySet().stream()
        .map(parameter -> parameter.getKey() + "=" + spelled(parameter.getValue()))
        .collect(Collectors.joining(", ", name + "(", ")"));
  }

  private static String spelled(@Nullable Object value) {
    if (value instanceof List<?> list && list.size() > LONGEST_VALUE) {
      return "[...]";
    }
    String json = JsonWriter.compact(value);
    return json.length() <= LONGEST_VALUE ? json : json.substring(0, LONGEST_VALUE) + "...";
  }
}
