package io.tensorinit.recipe;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One rule of a recipe.
 *
 * @param parameters which parameters it is about, as listings print it
 * @param law what they get, as listings print it
 * @param applies whether it is about a parameter
 * @param decide what the parameter gets
 * @param byKind whether the parameter's kind alone says that it is about it
 */
record RecipeRule(
    String parameters,
    String law,
    Predicate<RecipeSubject> applies,
    Function<RecipeSubject, RecipeDecision> decide,
    boolean byKind) {

  /** A rule that looks at more than the kind. */
  RecipeRule(
      String parameters,
      String law,
      Predicate<RecipeSubject> applies,
      Function<RecipeSubject, RecipeDecision> decide) {
    this(parameters, law, applies, decide, false);
  }

  /** What a parameter that this is about gets, and why. */
  RecipeDecision decision(RecipeSubject subject) {
    RecipeReason reason =
        byKind
            ? new RecipeReason(
                subject.kind().orElseThrow().label(), Optional.of(subject.knownKind()))
            : new RecipeReason(parameters, Optional.empty());
    return decide.apply(subject).because(reason);
  }
}
