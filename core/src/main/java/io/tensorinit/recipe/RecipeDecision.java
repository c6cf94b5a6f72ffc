package io.tensorinit.recipe;

import io.tensorinit.layout.Fans;
import java.util.Optional;

/**
 * What a recipe gives a parameter.
 *
 * @param init the initializer
 * @param fans the fans of another parameter that this one's values follow from
 * @param reason which rule decided; empty until a recipe was asked
 */
public record RecipeDecision(
    NamedInitializer init, Optional<Fans> fans, Optional<RecipeReason> reason) {

  /**
   * An initializer that reads other fans than the parameter's own.
   *
   * @param init the initializer
   * @param fans the fans of another parameter that this one's values follow from
   */
  public RecipeDecision(NamedInitializer init, Optional<Fans> fans) {
    this(init, fans, Optional.empty());
  }

  /**
   * An initializer that reads the parameter's own fans.
   *
   * @param init the initializer
   * @return the decision
   */
  public static RecipeDecision of(NamedInitializer init) {
    return new RecipeDecision(init, Optional.empty());
  }

  /** This, and why. */
  RecipeDecision because(RecipeReason decided) {
    return new RecipeDecision(init, fans, Optional.of(decided));
  }
}
