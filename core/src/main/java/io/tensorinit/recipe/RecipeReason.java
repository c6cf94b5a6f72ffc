package io.tensorinit.recipe;

import java.util.Optional;

/**
 * Which of a recipe's rules decided for a parameter.
 *
 * @param rule the parameters the rule is about: a pattern of names, or the kind the parameter is of
 * @param kind the parameter's kind, where it decided; empty where the name did
 */
public record RecipeReason(String rule, Optional<KnownKind> kind) {}
