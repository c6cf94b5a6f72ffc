package io.tensorinit.peer.flux;

import io.tensorinit.peer.lux.JuliaFanRule;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeSubject;
import java.util.Optional;

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
        .names(FluxRecipe::kind)
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

  /** What the names of Flux's fields say: Greek letters in a normalization, Wi and Wh in a cell. */
  private static Optional<Kind> kind(RecipeSubject subject) {
    switch (subject.parts().last()) {
      case "Wi":
        return Optional.of(Kind.RECURRENT_INPUT);
      case "Wh":
        return Optional.of(Kind.RECURRENT);
      case "\u03b3":
        return Optional.of(Kind.NORM_SCALE);
      case "\u03b2":
        return Optional.of(Kind.NORM_SHIFT);
      case "\u03bc":
        return Optional.of(Kind.RUNNING_MEAN);
      case "\u03c3\u00b2":
        return Optional.of(Kind.RUNNING_VARIANCE);
      default:
        return Optional.empty();
    }
  }
}
