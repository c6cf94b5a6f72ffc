package io.tensorinit;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.peer.keras.KerasConfig;
import io.tensorinit.spec.Initializer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keras's initializers as text: what {@code keras.initializers.serialize} gives and a saved model's
 * config holds.
 *
 * <pre>{@code
 * Initializer kernel = Keras.parse("{\"class_name\": \"HeNormal\", \"config\": {\"seed\": 7}}");
 * String json = Keras.format(heNormal());
 * }</pre>
 *
 * <p>Source: F. Chollet and others (2015), Keras, version 3.15. All methods are pure.
 */
public final class Keras {
  private Keras() {}

  /**
   * The initializer of a config as text: Keras's config object ({@code class_name}, {@code config};
   * of Keras 3 also {@code module}, {@code registered_name}) or a name between quotation marks. As
   * a Keras kernel's axes are (in, out), the fans of a config object follow Keras's convention
   * where no layout is said.
   *
   * @param text the JSON
   * @return the initializer; a {@code seed} in its config is its {@linkplain Initializer#ownSeed
   *     own}
   * @throws IllegalArgumentException if the text is no JSON or no such object, names no
   *     initializer, or a parameter is unknown, missing or not allowed
   */
  public static Initializer parse(String text) {
    Object tree = read(text);
    if (tree instanceof String name) {
      return InitializerNames.resolve(Map.of("class_name", name)).seeded();
    }
    if (tree instanceof Map<?, ?> configObject) {
      return InitializerNames.resolve(configObject).seeded();
    }
    throw new IllegalArgumentException(
        "a Keras initializer must be a config object or a name, was " + JsonWriter.compact(tree));
  }

  private static @Nullable Object read(String text) {
    try {
      return JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonException e) {
      throw new IllegalArgumentException(
          "a Keras initializer must be JSON, in which a name stands between quotation marks: "
              + e.getMessage(),
          e);
    }
  }

  /**
   * An initializer as Keras 3 writes it.
   *
   * @param initializer the initializer; its {@linkplain Initializer#ownSeed own seed} goes into the
   *     config of what is random
   * @return the config object as JSON on one line, which {@link #parse} reads
   * @throws IllegalArgumentException if Keras has no such initializer
   */
  public static String format(Initializer initializer) {
    return JsonWriter.compact(KerasConfig.of(initializer, KerasConfig.Form.KERAS_3));
  }

  /**
   * The class by which Keras knows an initializer, {@code HeNormal} of {@code heNormal()}.
   *
   * @param initializer the initializer
   * @return the class name of its config object
   * @throws IllegalArgumentException if Keras has no such initializer
   */
  public static String className(Initializer initializer) {
    Map<String, @Nullable Object> config = KerasConfig.of(initializer, KerasConfig.Form.KERAS_3);
    return (String) Objects.requireNonNull(config.get("class_name"), "class_name");
  }
}
