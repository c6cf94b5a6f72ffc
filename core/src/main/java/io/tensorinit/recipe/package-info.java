/**
 * Recipes: an ordered list of rules that gives each parameter of a model its initializer, by what
 * the parameter is in its layer ({@link io.tensorinit.recipe.Kind}), by its name ({@link
 * io.tensorinit.recipe.Glob}) and by the shapes beside it ({@link io.tensorinit.recipe.Siblings}).
 *
 * <p>For developers: {@link io.tensorinit.recipe.RecipeBuilder} writes a recipe down, a rule a
 * line. The recipes themselves stand with the library whose defaults they are, below {@code
 * io.tensorinit.peer}; {@code io.tensorinit.names.Recipes} finds them by name.
 */
@NullMarked
package io.tensorinit.recipe;

import org.jspecify.annotations.NullMarked;
