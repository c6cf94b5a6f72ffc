package io.tensorinit.names;

import io.tensorinit.peer.NameEntry;
import io.tensorinit.peer.keras.KerasPeer;
import io.tensorinit.peer.wolfram.WolframPeer;
import io.tensorinit.recipe.InitializerFactory;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.ResolvedInitializer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every name an initializer can be asked for by, and what it stands for.
 *
 * <pre>{@code
 * Initializer w = InitializerNames.resolve("torch:kaiming_normal_", Map.of("mode", "fan_out"))
 *     .initializer();
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class InitializerNames {
  private InitializerNames() {}

  /**
   * What a name stands for, with its owner's defaults.
   *
   * @param name the name, with or without a peer's prefix
   * @return the initializer, without a seed
   * @throws IllegalArgumentException if there is no such name (the message suggests the nearest),
   *     or it has a parameter without default
   */
  public static ResolvedInitializer resolve(String name) {
    return resolve(name, Map.of());
  }

  /**
   * What a config object stands for: one of Keras 2 ({@code class_name}, {@code config}) or Keras 3
   * (also {@code module}, {@code registered_name}, {@code build_config}). Its class name may be any
   * name; its fans, where no layout is said, follow Keras's convention (in, out) unless the class
   * name has another peer's prefix.
   *
   * @param configObject the object, a tree as a JSON reader gives it
   * @return the initializer, and the seed its config holds
   * @throws IllegalArgumentException if it is no such object, there is no such name (the message
   *     suggests the nearest), or a parameter is unknown, missing or has a value that is not
   *     allowed
   */
  public static ResolvedInitializer resolve(Map<?, ?> configObject) {
    return NameResolver.USUAL.resolve(configObject);
  }

  /**
   * What a config object or a name stands for where some names are given for this call alone, as
   * Keras's {@code deserialize(config, custom_objects)} takes them. They come before all others,
   * also inside of the config.
   *
   * @param identifier the object, as {@link #resolve(Map)} takes it, or a name; a name is read as a
   *     config object without config would be
   * @param customObjects makers of initializers by their class names or registered names
   * @return the initializer, and the seed its config holds
   * @throws IllegalArgumentException as {@link #resolve(Map)}
   */
  public static ResolvedInitializer deserialize(
      Object identifier, Map<String, InitializerFactory> customObjects) {
    NameResolver resolver = new NameResolver(NameFinder.with(customObjects));
    return identifier instanceof String name
        ? resolver.resolve(name, Map.of(), Optional.of(KerasPeer.PEER))
        : resolver.resolveTree(identifier);
  }

  /**
   * What a number s in the place of an initializer stands for: N(0, s).
   *
   * @param std the standard deviation
   * @return the initializer, without a seed
   * @throws IllegalArgumentException if the number is negative or not finite in float32
   */
  public static ResolvedInitializer resolve(Number std) {
    return NameResolver.USUAL.resolve(std);
  }

  /**
   * What a name stands for, and the name.
   *
   * @param name as {@link #resolve(String)} takes it
   * @return the initializer and how the input spelled it
   * @throws IllegalArgumentException as {@link #resolve(String)}
   */
  public static NamedInitializer named(String name) {
    return resolve(name).spelled(Map.of());
  }

  /**
   * What a config object stands for, with its parameters in its spelling.
   *
   * @param configObject as {@link #resolve(Map)} takes it
   * @return the initializer and how the input spelled it
   * @throws IllegalArgumentException as {@link #resolve(Map)}
   */
  public static NamedInitializer named(Map<?, ?> configObject) {
    Map<?, ?> config = configObject.get("config") instanceof Map<?, ?> given ? given : Map.of();
    ResolvedInitializer resolved = resolve(configObject);
    return resolved.spelled(WolframPeer.withSeed(config, resolved.seed()));
  }

  /**
   * What a number in the place of an initializer stands for, and the number.
   *
   * @param std as {@link #resolve(Number)} takes it
   * @return the initializer and how the input spelled it
   * @throws IllegalArgumentException as {@link #resolve(Number)}
   */
  public static NamedInitializer named(Number std) {
    return resolve(std).spelled(Map.of());
  }

  /**
   * What a name with a config stands for.
   *
   * @param name the name, with or without a peer's prefix
   * @param config the parameters by the owner's names; {@code seed} and {@code dtype} may stand in
   *     any
   * @return the initializer, and the seed its config holds; the dtype is the tensor's business and
   *     only checked to be one
   * @throws IllegalArgumentException if there is no such name (the message suggests the nearest),
   *     or a parameter is unknown, missing or has a value that is not allowed
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public static ResolvedInitializer resolve(String name, Map<String, @Nullable Object> config) {
    return NameResolver.USUAL.resolve(name, config, Optional.empty());
  }

  /**
   * Whether a name, with or without prefix, stands for something.
   *
   * @param name the name
   * @return whether {@link #resolve(String, Map)} knows it
   */
  public static boolean exists(String name) {
    return NameFinder.USUAL.find(name).isPresent();
  }

  /**
   * All names, in the order in which one without prefix is looked for: TensorInit's own, each
   * peer's, and at last the user's, in no particular order.
   *
   * @return what a listing shows of each
   */
  public static List<ListedInitializer> list() {
    return entries().stream().map(ListedInitializer::of).toList();
  }

  /** All names with what makes their initializers, in the order of {@link #list}. */
  static List<NameEntry> entries() {
    return NameFinder.entries();
  }

  /**
   * Gives a name to an initializer of one's own, for manifests, configs and Keras's config objects.
   *
   * @param name the name, not blank, without a colon; found in every spelling, as all names are
   * @param factory makes the initializer
   * @throws IllegalArgumentException if the name is blank, holds a colon or is taken
   */
  public static void register(String name, InitializerFactory factory) {
    NameFinder.register(name, factory);
  }
}
