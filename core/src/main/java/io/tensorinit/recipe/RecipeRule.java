package io.tensorinit.recipe;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One rule of a recipe.
 *
 * @param parameters which parameters it is about, as listings print it
 * @param law what they get, as listings print it
 * @param applies whether it is about a parameter
 * @param decide what the parameter gets
 */
record RecipeRule(
    String parameters,
    String law,
    Predicate<RecipeSubject> applies,
    Function<RecipeSubject, RecipeDecision> decide) {}
