package io.tensorinit.model;

import io.tensorinit.layout.Fans;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeReason;
import java.util.Optional;

/**
 * What a parameter is initialized with, and why.
 *
 * @param init the initializer
 * @param fans the fans of another parameter that this one's values follow from
 * @param origin who decided
 */
record Decision(NamedInitializer init, Optional<Fans> fans, Origin origin) {
  static Decision of(NamedInitializer init, Origin origin) {
    return new Decision(init, Optional.empty(), origin);
  }

  /** What a recipe decided. */
  static Decision of(String recipe, RecipeDecision decided) {
    String rule = decided.reason().map(reason -> ", " + reason.rule()).orElse("");
    return new Decision(
        decided.init(),
        decided.fans(),
        new Origin(
            Origin.Source.RECIPE,
            "recipe " + recipe + rule,
            decided.reason().flatMap(RecipeReason::kind)));
  }

  Decision withInit(NamedInitializer other) {
    return new Decision(other, fans, origin);
  }
}
