package io.tensorinit.model;

import java.util.Map;

/**
 * Wolfram's NetInitialize: one method for all weights, Kaiming normal by default, zero biases.
 *
 * <p>Source: the documentation of NetInitialize; its fans and truncation are not documented, and
 * are taken as N(0, 2 / fan in) and none.
 */
final class WolframRecipe {
  static final Map<String, String> CONFIG =
      Recipes.ordered(
          "Method", "Kaiming (default), Xavier, Orthogonal, Random or Identity",
          "Distribution", "Normal or Uniform; of Identity, its noise",
          "Weights", "distribution of Random");

  private WolframRecipe() {}

  static Recipe create(RecipeConfig config) {
    return new RecipeBuilder("wolfram", "Wolfram Language, NetInitialize")
        .layout("out_in")
        .kinds(
            "wolfram:NetInitialize",
            config.values(),
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE,
            Kind.TRANSPOSED_CONVOLUTION,
            Kind.EMBEDDING,
            Kind.RECURRENT_INPUT,
            Kind.RECURRENT)
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }
}
