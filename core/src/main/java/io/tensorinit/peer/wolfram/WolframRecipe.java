package io.tensorinit.peer.wolfram;

import io.tensorinit.layout.Layout;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;

/**
 * Wolfram's NetInitialize: one method for all weights, Kaiming normal by default, zero biases.
 *
 * <p>Source: the documentation of NetInitialize; its fans and truncation are not documented, and
 * are taken as N(0, 2 / fan in) and none.
 */
final class WolframRecipe {
  private WolframRecipe() {}

  static Recipe create(RecipeConfig config) {
    return new RecipeBuilder(config, "wolfram", "Wolfram Language, NetInitialize")
        .layout(Layout.OUT_IN)
        .kinds("wolfram:NetInitialize", config.values(), Kind.weights())
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }
}
