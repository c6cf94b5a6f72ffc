package io.tensorinit;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.model.Manifest;
import io.tensorinit.model.ManifestException;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.peer.keras.KerasConfig;
import io.tensorinit.peer.keras.layers.KerasModel;
import io.tensorinit.recipe.InitializerFactory;
import io.tensorinit.spec.Initializer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keras's initializers as config objects, as {@code keras.initializers.serialize} gives them and a
 * saved model holds them: maps, or JSON as text; and {@linkplain #model whole models}.
 *
 * <pre>{@code
 * Initializer kernel = Keras.parse("{\"class_name\": \"HeNormal\", \"config\": {\"seed\": 7}}");
 * String json = Keras.format(heNormal());
 * Map<String, Object> same = Keras.serialize(heNormal());
 * }</pre>
 *
 * <p>Source: F. Chollet and others (2015), Keras, version 3.15. All methods are pure.
 */
public final class Keras {
  private Keras() {}

  /**
   * What Keras's {@code get} gives: nothing for null, which layers take for "no initializer"; an
   * initializer as it is; else the initializer of a name or a config object.
   *
   * @param identifier null, an {@link Initializer}, a name or a config object as {@link
   *     #deserialize(Map)} takes it
   * @return the initializer; empty for null
   * @throws IllegalArgumentException if it is something else, names no initializer, or a parameter
   *     is unknown, missing or not allowed
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public static Optional<Initializer> get(@Nullable Object identifier) {
    if (identifier == null) {
      return Optional.empty();
    }
    if (identifier instanceof Initializer initializer) {
      return Optional.of(initializer);
    }
    if (identifier instanceof String || identifier instanceof Map<?, ?>) {
      return Optional.of(InitializerNames.deserialize(identifier, Map.of()).seeded());
    }
    throw new IllegalArgumentException(
        "a Keras initializer must be null, an Initializer, a name or a config object, was "
            + identifier);
  }

  /**
   * The initializer of a config object, as Keras's {@code deserialize} reads it. A class with a
   * module or a registered name of somebody's own is not Keras's of that class name: it has to be
   * {@linkplain Initializers#register registered}, or a custom object.
   *
   * @param configObject {@code class_name} and {@code config}; of Keras 3 also {@code module} and
   *     {@code registered_name}
   * @return the initializer; a {@code seed} in its config is its {@linkplain Initializer#ownSeed
   *     own}
   * @throws IllegalArgumentException if it is no such object, names no initializer, or a parameter
   *     is unknown, missing or not allowed
   */
  public static Initializer deserialize(Map<String, ?> configObject) {
    return deserialize(configObject, Map.of());
  }

  /**
   * The initializer of a config object, some names being known for this call alone.
   *
   * <pre>{@code
   * Keras.deserialize(config, Map.of("my_package>Ramp", its -> new Ramp(its.get("slope"))));
   * }</pre>
   *
   * @param configObject as {@link #deserialize(Map)} takes it
   * @param customObjects makers of initializers, by the registered names or class names of Keras's
   *     classes; they come before all other names, also inside of the config
   * @return the initializer
   * @throws IllegalArgumentException as {@link #deserialize(Map)}, or if a maker refuses its config
   */
  public static Initializer deserialize(
      Map<String, ?> configObject, Map<String, InitializerFactory> customObjects) {
    return InitializerNames.deserialize(configObject, customObjects).seeded();
  }

  /**
   * An initializer as Keras's {@code serialize} gives it, which {@link #deserialize(Map)} reads:
   * reading it back gives what was read from Keras.
   *
   * @param initializer the initializer; its {@linkplain Initializer#ownSeed own seed} goes into the
   *     config of what is random
   * @return a fresh object of {@code module}, {@code class_name}, {@code config} and {@code
   *     registered_name}; maps, lists, texts, numbers, booleans and null
   * @throws IllegalArgumentException if Keras has no such initializer
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public static Map<String, @Nullable Object> serialize(Initializer initializer) {
    return KerasConfig.of(initializer, KerasConfig.Form.KERAS_3);
  }

  /**
   * The parameters of an initializer, as {@code get_config} of its Keras class gives them.
   *
   * @param initializer the initializer
   * @return a fresh map, the {@code config} of {@link #serialize}
   * @throws IllegalArgumentException if Keras has no such initializer
   */
  @SuppressWarnings({"exports", "unchecked"}) // a config is a map by its construction
  public static Map<String, @Nullable Object> config(Initializer initializer) {
    return (Map<String, @Nullable Object>)
        Objects.requireNonNull(serialize(initializer).get("config"), "config");
  }

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
    return parse(text, Map.of());
  }

  /**
   * The initializer of a config as text, some names being known for this call alone.
   *
   * @param text the JSON, as {@link #parse(String)} takes it
   * @param customObjects as {@link #deserialize(Map, Map)} takes them
   * @return the initializer
   * @throws IllegalArgumentException as {@link #parse(String)}, or if a maker refuses its config
   */
  public static Initializer parse(String text, Map<String, InitializerFactory> customObjects) {
    Object tree = read(text);
    if (tree instanceof String || tree instanceof Map<?, ?>) {
      return InitializerNames.deserialize(tree, customObjects).seeded();
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
   * A whole model: what {@code model.to_json()} gives in Keras 2 and 3, {@code model.toJSON()} in
   * TensorFlow.js, or a file of theirs that holds it. Its parameters are the model's variables,
   * under the names Keras gives them ({@code variable.path} of Keras 3, {@code variable.name} of
   * Keras 2), each with the initializer that its layer's config says.
   *
   * <pre>{@code
   * Model model = Keras.model(Files.readString(Path.of("model.json"))).withSeed(Seed.of(42)).model();
   * }</pre>
   *
   * @param text the JSON
   * @return the model's description, as {@link Manifest#read(java.nio.file.Path)} makes it of a
   *     file
   * @throws io.tensorinit.model.ManifestException if the text is no JSON or no Keras model, a
   *     layer's class is not known (the message names layer and class), its config does not fit, or
   *     a size that decides a variable's shape is not known
   */
  public static Manifest model(String text) {
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    try {
      if (!KerasModel.isModel(JsonReader.read(json))) {
        throw new ManifestException("a Keras model must be an object of class_name and config");
      }
    } catch (JsonException e) {
      throw new ManifestException(e.getMessage(), e);
    }
    return Manifest.parse(json);
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
    return JsonWriter.compact(serialize(initializer));
  }

  /**
   * The class by which Keras knows an initializer, {@code HeNormal} of {@code heNormal()}.
   *
   * @param initializer the initializer
   * @return the class name of its config object
   * @throws IllegalArgumentException if Keras has no such initializer
   */
  public static String className(Initializer initializer) {
    return (String) Objects.requireNonNull(serialize(initializer).get("class_name"), "class_name");
  }
}
