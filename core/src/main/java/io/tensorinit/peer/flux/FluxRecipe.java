package io.tensorinit.peer.flux;

import io.tensorinit.peer.lux.JuliaFanRule;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;

/**
 * What the layers of Flux take by default.
 *
 * <p>Source: Flux as of August 2026.
 */
final class FluxRecipe {
  private FluxRecipe() {}

  static Recipe create(RecipeConfig config) {
    return new RecipeBuilder(config, "flux", "Flux's layers, their defaults")
        .layout(JuliaFanRule.CONVENTION)
        .kinds(
            "flux:glorot_uniform",
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE,
            Kind.TRANSPOSED_CONVOLUTION,
            Kind.RECURRENT_INPUT,
            Kind.RECURRENT,
            Kind.BILINEAR)
        .kinds("flux:randn32", Kind.EMBEDDING)
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }
}
