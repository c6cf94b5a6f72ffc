package io.tensorinit.peer.jax;

import io.tensorinit.peer.AttentionHeads;
import io.tensorinit.peer.Spelling;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeSubject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Flax's layers take by default: LeCun normal kernels, orthogonal recurrent kernels, zero
 * biases (ones in the forget gate of an MGU), embeddings of variance 1/dim. The orthogonal is jax's
 * law under the name without prefix: so it takes every dtype, where {@code jax:orthogonal} refuses
 * BF16 as jax does.
 *
 * <p>Source: flax.linen and flax.nnx 0.12.
 */
final class FlaxRecipe {
  private static final Set<Kind> BIASES = Set.of(Kind.BIAS, Kind.RECURRENT_BIAS);

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
    return new RecipeBuilder(config, "flax", "flax.linen and flax.nnx 0.12, each layer's defaults")
        .layout(JaxPeer.CONVENTION)
        .names(FlaxCells::kind)
        .where("query, key and value kernels of rank 3", AttentionHeads::isTo, lecun, toHeads)
        .where("out kernels of rank 3", FlaxCells::isFromHeads, lecun, fromHeads)
        .where("the bias of an MGU's forget gate", FlaxRecipe::isForgetBias, "ones", Map.of())
        .match("*lora_a", "jax:he_uniform", Map.of())
        .match("*lora_b", "zeros", Map.of())
        .match("*/kernel/u", "jax:normal", Map.of("stddev", 1.0))
        .match("*/kernel/sigma", "ones", Map.of())
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

  /** Of Flax's cells only the MGU's has a bias in the layer {@code if}. */
  private static boolean isForgetBias(RecipeSubject subject) {
    return subject.parts().layerName().equals("if")
        && subject.parts().last().equals("bias")
        && !subject
            .declaredKind()
            .map(kind -> Spelling.canonical(kind).contains("lstm"))
            .orElse(false)
        && subject.kind().filter(BIASES::contains).isPresent();
  }
}
