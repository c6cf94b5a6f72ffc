package io.tensorinit.recipe;

import io.tensorinit.layout.Layout;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An ordered list of rules that gives each parameter of a model its initializer: the defaults of a
 * framework's layers, or of a family of models. The first rule that is about a parameter decides.
 * Immutable.
 *
 * @see io.tensorinit.names.Recipes#get
 */
public final class Recipe {
  private final String name;
  private final String source;
  private final Optional<Layout> layout;
  private final Function<RecipeSubject, Optional<Kind>> reading;
  private final List<RecipeRule> rules;

  Recipe(
      String name,
      String source,
      Optional<Layout> layout,
      Function<RecipeSubject, Optional<Kind>> reading,
      List<RecipeRule> rules) {
    this.name = name;
    this.source = source;
    this.layout = layout;
    this.reading = reading;
    this.rules = List.copyOf(rules);
  }

  /**
   * The recipe's name.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Whose rules these are.
   *
   * @return one line
   */
  public String source() {
    return source;
  }

  /**
   * The layout of parameters in models that name none.
   *
   * @return the layout; empty where the recipe's laws need no fans
   */
  public Optional<Layout> layout() {
    return layout;
  }

  /**
   * The rules, as {@code tensorinit list} prints them.
   *
   * @return a line each, in the order in which they are tried
   */
  public List<String> rules() {
    return rules.stream().map(rule -> rule.parameters() + ": " + rule.law()).toList();
  }

  /**
   * What this recipe gives a parameter.
   *
   * @param subject the parameter
   * @return empty if no rule is about it
   * @throws IllegalArgumentException if something the rule needs is missing
   */
  public Optional<RecipeDecision> decide(RecipeSubject subject) {
    RecipeSubject read = reading.apply(subject).map(subject::as).orElse(subject);
    return rules.stream()
        .filter(rule -> rule.applies().test(read))
        .findFirst()
        .map(rule -> rule.decision(read));
  }

  /**
   * The recipe's name.
   *
   * @return the name
   */
  @Override
  public String toString() {
    return name;
  }
}
