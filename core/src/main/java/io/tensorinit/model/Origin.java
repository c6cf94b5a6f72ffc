package io.tensorinit.model;

import io.tensorinit.recipe.KnownKind;
import java.util.Optional;

/**
 * Why a parameter has the initializer it has.
 *
 * @param source who gave it
 * @param rule what exactly, in one line: {@code init}, {@code rules[0], match "*.norm.weight"},
 *     {@code recipe pytorch, dense}
 * @param kind what the parameter is in its layer, where that decided; whether it was declared or
 *     guessed from the name, too
 */
public record Origin(Source source, String rule, Optional<KnownKind> kind) {
  /** Who can give a parameter its initializer. */
  public enum Source {
    /** Its own description. */
    PARAMETER,
    /** One of the model's rules. */
    RULE,
    /**
     * A rule by kind that gives the layer's weights an initializer and leaves this parameter; no
     * recipe says more, so it is ones for a scale and a running variance, zeros for the rest.
     */
    LEFT_BY_RULE,
    /** The recipe. */
    RECIPE
  }

  static Origin parameter(String field) {
    return new Origin(Source.PARAMETER, field, Optional.empty());
  }

  /**
   * Whether the kind that decided was guessed from the name.
   *
   * @return false where it was declared, or no kind decided
   */
  public boolean isGuessed() {
    return kind.map(KnownKind::guessed).orElse(false);
  }

  /**
   * The origin in a line.
   *
   * @return the rule, and whether the kind that decided was guessed
   */
  @Override
  public String toString() {
    return isGuessed() ? rule + " (guessed)" : rule;
  }
}
