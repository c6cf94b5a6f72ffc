package io.tensorinit.names;

import io.tensorinit.json.MessageText;
import io.tensorinit.peer.Peer;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.NamedRecipe;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recipes that have a name. Safe for use by several threads. */
public final class Recipes {
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
   * @param config the settings, see {@link NamedRecipe#config}
   * @return the recipe
   * @throws IllegalArgumentException if there is no such recipe, it has no such setting, or a value
   *     is not allowed
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public static Recipe get(String name, Map<String, @Nullable Object> config) {
    NamedRecipe recipe =
        list().stream()
            .filter(known -> known.isCalled(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "recipe must be one of "
                            + String.join(", ", list().stream().map(NamedRecipe::name).toList())
                            + ", was "
                            + MessageText.quoted(name)));
    return recipe
        .create()
        .apply(new RecipeConfig(recipe.name(), config, recipe.config(), Recipes::initializer));
  }

  private static NamedInitializer initializer(String name, Map<String, @Nullable Object> config) {
    return InitializerNames.resolve(name, config).spelled(config);
  }

  /**
   * All recipes.
   *
   * @return what can be asked for
   */
  public static List<NamedRecipe> list() {
    return Peers.all().stream().map(Peer::recipes).flatMap(List::stream).toList();
  }
}
