package io.tensorinit.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The recipes that have a name. Safe for use by several threads. */
public final class Recipes {
  private static final String RANGE = "std of matrices and embeddings, 0.02 where it is not given";

  private static final List<Entry> ENTRIES =
      List.of(
          entry("pytorch", List.of("torch"), Map.of(), config -> PyTorchRecipe.create()),
          entry(
              "keras",
              List.of("tensorflow"),
              Map.of("unit_forget_bias", "ones for an LSTM's forget gate, true by default"),
              KerasRecipe::create),
          entry("flax", List.of("jax"), Map.of(), config -> FlaxRecipe.create()),
          entry("mxnet", List.of("gluon"), Map.of(), config -> PlainRecipes.mxnet()),
          entry("djl", List.of(), Map.of(), config -> PlainRecipes.djl()),
          entry("wolfram", List.of(), WolframRecipe.CONFIG, WolframRecipe::create),
          entry(
              "lux",
              List.of(),
              Map.of("activation", "of all layers, identity by default"),
              JuliaRecipes::lux),
          entry("flux", List.of(), Map.of(), config -> JuliaRecipes.flux()),
          entry(
              "transformers",
              List.of("huggingface", "llama"),
              Map.of("initializer_range", RANGE),
              TransformersRecipes::base),
          entry(
              "gpt2",
              List.of("gpt-2"),
              ordered("initializer_range", RANGE, "n_layer", "blocks, by default as named"),
              TransformersRecipes::gpt2),
          entry(
              "t5",
              List.of(),
              ordered("initializer_factor", "1 by default", "d_kv", "size of a head, 64"),
              TransformersRecipes::t5),
          entry("gpt-neox", List.of("neox"), NeoxRecipe.CONFIG, NeoxRecipe::create),
          entry("mamba", List.of("mamba2"), MambaRecipe.CONFIG, MambaRecipe::create));

  private Recipes() {}

  /**
   * A recipe as it is by default.
   *
   * @param name its name or an alias, in any letter case, {@code -} and {@code _} alike
   * @return the recipe
   * @throws IllegalArgumentException if there is no such recipe; the message lists all
   */
  public static Recipe get(String name) {
    return get(name, Map.of());
  }

  /**
   * A recipe with some of its numbers set.
   *
   * @param name its name or an alias, in any letter case, {@code -} and {@code _} alike
   * @param config the settings, see {@link Info#config}
   * @return the recipe
   * @throws IllegalArgumentException if there is no such recipe, it has no such setting, or a value
   *     is not allowed
   */
  public static Recipe get(String name, Map<String, Object> config) {
    Entry entry =
        find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "recipe must be one of "
                            + String.join(", ", list().stream().map(Info::name).toList())
                            + ", was "
                            + OneLine.quoted(name)));
    Info info = entry.info();
    return entry.create().apply(new RecipeConfig(info.name(), config, info.config()));
  }

  /**
   * All recipes.
   *
   * @return what can be asked for
   */
  public static List<Info> list() {
    return ENTRIES.stream().map(Entry::info).toList();
  }

  private static Optional<Entry> find(String name) {
    String wanted = canonical(name);
    return ENTRIES.stream()
        .filter(
            entry ->
                canonical(entry.info().name()).equals(wanted)
                    || entry.info().aliases().stream()
                        .map(Recipes::canonical)
                        .anyMatch(wanted::equals))
        .findFirst();
  }

  private static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  private static Entry entry(
      String name,
      List<String> aliases,
      Map<String, String> config,
      Function<RecipeConfig, Recipe> create) {
    return new Entry(new Info(name, aliases, config), create);
  }

  /** A map of keys and texts in turn, in this order. */
  static Map<String, String> ordered(String... keysAndTexts) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      map.put(keysAndTexts[i], keysAndTexts[i + 1]);
    }
    return map;
  }

  private record Entry(Info info, Function<RecipeConfig, Recipe> create) {}

  /**
   * A recipe that can be asked for.
   *
   * @param name its name
   * @param aliases other names
   * @param config what can be set, and what it means
   */
  public record Info(String name, List<String> aliases, Map<String, String> config) {
    /** Copies the collections. */
    public Info {
      aliases = List.copyOf(aliases);
      config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }
  }
}
