package io.tensorinit.peer;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys that any config may hold, whatever the initializer: {@code seed} (an integer, a text,
 * one of Keras's SeedGenerator objects, or null), {@code dtype} (a dtype's name in any library's
 * spelling, one of Keras's DTypePolicy objects, or null) and {@code name}, which Keras writes and
 * which decides nothing.
 *
 * @param seed the seed, empty where there is none or it is null
 * @param dtype the dtype where nothing else says one, empty where there is none or it is null
 * @param remaining the config without those keys
 */
public record ConfigEnvelope(
    Optional<Seed> seed, Optional<DType> dtype, Map<String, @Nullable Object> remaining) {
  private static final String SEED = "seed";
  private static final String SEEDS = "an integer, a text, null or a SeedGenerator object";
  private static final String DTYPE = "dtype";
  private static final String DTYPES =
      "a floating-point dtype such as float32, bfloat16 or complex64, or null";
  private static final String NAME = "name";

  /** Julia counts the bits of a part. */
  private static final Map<String, DType> JULIAS =
      Map.of("ComplexF16", DType.C32, "ComplexF32", DType.C64, "ComplexF64", DType.C128);

  /** Keras's policies whose variables are float32. */
  private static final String MIXED = "mixed_";

  /** What every config may hold. */
  static final List<String> ALL = List.of(SEED, DTYPE, NAME);

  /** What the config of a name may hold that says the dtype itself. */
  static final List<String> WITHOUT_DTYPE = List.of(SEED, NAME);

  /** What is taken off a config that its owner reads. */
  static final List<String> SEED_ONLY = List.of(SEED);

  /**
   * Takes the common keys off a config, except those that the initializer declares itself.
   *
   * @param owner the initializer's name as it was spelled, for messages
   * @param config the config
   * @param entry the entry of the name
   * @return what the config holds for every initializer, and the rest
   * @throws IllegalArgumentException if one has a value that is not allowed
   */
  public static ConfigEnvelope of(
      String owner, Map<String, @Nullable Object> config, NameEntry entry) {
    List<ConfigParameter> parameters = entry.parameters();
    Map<String, @Nullable Object> common = new LinkedHashMap<>(config);
    common.keySet().retainAll(entry.commonKeys());
    parameters.forEach(parameter -> common.remove(parameter.name()));
    Optional<Seed> seed = seed(owner, common.get(SEED));
    Optional<DType> dtype = dtype(owner, common.get(DTYPE));
    text(owner, NAME, common.get(NAME));
    Map<String, @Nullable Object> own = new LinkedHashMap<>(config);
    own.keySet().removeAll(common.keySet());
    return new ConfigEnvelope(
        seed.or(
            () ->
                entry
                    .seedParameter()
                    .flatMap(its -> its.reader().read(owner, config.get(its.name())))),
        dtype,
        own);
  }

  private static void text(String owner, String key, @Nullable Object value) {
    if (value != null && !(value instanceof String)) {
      throw refused(owner, key, "a text or null", value);
    }
  }

  /** The dtype of a name such as {@code bfloat16}, {@code jnp.float32} or {@code mixed_float16}. */
  private static Optional<DType> dtype(String owner, @Nullable Object value) {
    Object said =
        value instanceof Map<?, ?> policy && policy.get("config") instanceof Map<?, ?> config
            ? config.get(NAME)
            : value;
    if (value == null) {
      return Optional.empty();
    }
    if (said instanceof DType dtype) {
      return Optional.of(dtype);
    }
    if (said instanceof String text) {
      String name = text.substring(text.lastIndexOf('.') + 1);
      try {
        return Optional.of(
            JULIAS.containsKey(name)
                ? JULIAS.get(name)
                : name.startsWith(MIXED) ? DType.F32 : DType.parse(name));
      } catch (IllegalArgumentException e) {
        throw refused(owner, DTYPE, DTYPES, value);
      }
    }
    throw refused(owner, DTYPE, DTYPES, value);
  }

  /**
   * The seed of a config's value.
   *
   * @param owner the initializer, for messages
   * @param value an integer, a text, null or one of Keras's SeedGenerator objects
   * @return the seed; empty for null
   * @throws IllegalArgumentException if the value is something else
   */
  public static Optional<Seed> seed(String owner, @Nullable Object value) {
    if (value == null) {
      return Optional.empty();
    }
    if (value instanceof Seed seed) {
      return Optional.of(seed);
    }
    if (value instanceof String text) {
      return Optional.of(Seed.of(text));
    }
    if (value instanceof Map<?, ?> generator) {
      if (!"SeedGenerator".equals(generator.get("class_name"))
          || !(generator.get("config") instanceof Map<?, ?> config)
          || config.get(SEED) instanceof Map<?, ?>) {
        throw refused(owner, SEED, SEEDS, value);
      }
      return seed(owner, config.get(SEED));
    }
    return Optional.of(
        ConfigValues.integer(value)
            .map(Seed::of)
            .orElseThrow(() -> refused(owner, SEED, SEEDS, value)));
  }

  private static IllegalArgumentException refused(
      String owner, String key, String allowed, @Nullable Object value) {
    return new IllegalArgumentException(
        owner
            + " parameter '"
            + key
            + "' must be "
            + allowed
            + ", was "
            + ConfigValues.spelled(value));
  }
}
