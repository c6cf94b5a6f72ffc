package io.tensorinit.recipe;

import io.tensorinit.layout.Fans;
import java.util.Optional;

/**
 * What a recipe gives a parameter.
 *
 * @param init the initializer
 * @param fans the fans of another parameter that this one's values follow from
 */
public record RecipeDecision(NamedInitializer init, Optional<Fans> fans) {
  /**
   * An initializer that reads the parameter's own fans.
   *
   * @param init the initializer
   * @return the decision
   */
  public static RecipeDecision of(NamedInitializer init) {
    return new RecipeDecision(init, Optional.empty());
  }
}
