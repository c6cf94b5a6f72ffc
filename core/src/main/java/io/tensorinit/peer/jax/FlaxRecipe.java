package io.tensorinit.peer.jax;

import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Flax's layers take by default: LeCun normal kernels, orthogonal recurrent kernels, zero
 * biases, embeddings of variance 1/dim. The orthogonal is jax's law under the name without prefix:
 * so it takes every dtype, where {@code jax:orthogonal} refuses BF16 as jax does.
 *
 * <p>Source: flax.linen 0.12.
 */
final class FlaxRecipe {
  private FlaxRecipe() {}

  static Recipe create(RecipeConfig config) {
    String lecun = "jax:lecun_normal";
    Map<String, @Nullable Object> toHeads =
        RecipeBuilder.config("in_axis", 0L, "out_axis", List.of(1L, 2L));
    Map<String, @Nullable Object> fromHeads =
        RecipeBuilder.config("in_axis", List.of(0L, 1L), "out_axis", 2L);
    Map<String, @Nullable Object> embedding =
        RecipeBuilder.config(
            "scale", 1.0, "mode", "fan_in", "distribution", "normal", "out_axis", 0L);
    return new RecipeBuilder(config, "flax", "flax.linen 0.12, each layer's defaults")
        .layout(JaxPeer.CONVENTION)
        .matchOfRank(3, "*query?kernel", lecun, toHeads)
        .matchOfRank(3, "*key?kernel", lecun, toHeads)
        .matchOfRank(3, "*value?kernel", lecun, toHeads)
        .matchOfRank(3, "*out?kernel", lecun, fromHeads)
        .kinds(
            lecun,
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE,
            Kind.TRANSPOSED_CONVOLUTION,
            Kind.RECURRENT_INPUT)
        .kinds("orthogonal", Kind.RECURRENT)
        .kinds("jax:variance_scaling", embedding, Kind.EMBEDDING)
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .kinds("jax:constant", Map.of("value", 0.01), Kind.PRELU)
        .norms()
        .build();
  }
}
