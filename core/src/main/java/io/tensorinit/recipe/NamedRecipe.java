package io.tensorinit.recipe;

import io.tensorinit.tensor.CheckReturnValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A recipe that can be asked for by name.
 *
 * @param name its name
 * @param aliases other names
 * @param config what can be set, and what it means
 * @param create makes the recipe of what was set
 */
@CheckReturnValue
public record NamedRecipe(
    String name,
    List<String> aliases,
    Map<String, String> config,
    Function<RecipeConfig, Recipe> create) {
  /** Copies the collections. */
  public NamedRecipe {
    aliases = List.copyOf(aliases);
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /**
   * A recipe without settings.
   *
   * @param name its name
   * @param create makes it
   * @param aliases other names
   * @return the recipe
   */
  public static NamedRecipe of(
      String name, Function<RecipeConfig, Recipe> create, String... aliases) {
    return new NamedRecipe(name, List.of(aliases), Map.of(), create);
  }

  /**
   * This with what can be set.
   *
   * @param keysAndTexts each key and what it means, in turn
   * @return the recipe
   */
  public NamedRecipe takes(String... keysAndTexts) {
    Map<String, String> keys = new LinkedHashMap<>(config);
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      keys.put(keysAndTexts[i], keysAndTexts[i + 1]);
    }
    return new NamedRecipe(name, aliases, keys, create);
  }

  /**
   * Whether a name is one of these.
   *
   * @param wanted the name, in any letter case, {@code -} and {@code _} alike
   * @return whether it means this recipe
   */
  public boolean isCalled(String wanted) {
    return Stream.concat(Stream.of(name), aliases.stream())
        .map(NamedRecipe::canonical)
        .anyMatch(canonical(wanted)::equals);
  }

  private static String canonical(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
