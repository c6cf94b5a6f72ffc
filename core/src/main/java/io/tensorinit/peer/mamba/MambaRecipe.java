package io.tensorinit.peer.mamba;

import io.tensorinit.peer.FanInUniform;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What mamba_ssm gives its models: matrices as PyTorch does, output projections smaller by the root
 * of the number of residual additions, A, D and the bias of dt by laws of their own.
 *
 * <p>Mamba-2, whose A is one number a head, is told by the rank of {@code A_log}.
 *
 * <p>Source: state-spaces/mamba as of July 2026; A. Gu, T. Dao (2023), Mamba: linear-time sequence
 * modeling with selective state spaces.
 */
final class MambaRecipe {
  private static final List<Object> RANGE_OF_A = List.of(1.0, 16.0);
  private static final String KAIMING = "kaiming_uniform_";

  private MambaRecipe() {}

  static Recipe create(RecipeConfig config) {
    double range = config.number("initializer_range", 0.02);
    Optional<Long> blocks = config.count("n_layer");
    long residuals = config.count("n_residuals_per_layer").orElse(1L);
    return new RecipeBuilder(config, "mamba", "state-spaces/mamba, MixerModel and its blocks")
        .layout(TorchPeer.CONVENTION)
        .matchOfRank(2, "*A_log", "mamba:A_log", Map.of())
        .matchOfRank(1, "*A_log", "mamba:A_log", RecipeBuilder.config("A_init_range", RANGE_OF_A))
        .match("*.D", "mamba:D", Map.of())
        .match("*dt_proj.bias", "mamba:dt_bias", Map.of())
        .match("*dt_bias", "mamba:dt_bias", Map.of())
        .match(
            "*out_proj.weight",
            "mamba:" + KAIMING + " over sqrt(n_residuals_per_layer n_layer)",
            subject ->
                RecipeDecision.of(
                    config.initializer(
                        "mamba:" + KAIMING,
                        RecipeBuilder.config(
                            "n_layer",
                            subject.layers(blocks, "n_layer", "layers"),
                            "n_residuals_per_layer",
                            residuals))))
        .match("*conv1d.bias", "U(+-1/sqrt(fan in of the weight))", FanInUniform::ofWeight)
        .kinds("mamba:normal_", RecipeBuilder.config("std", range), Kind.EMBEDDING)
        .kinds(
            "torch:" + KAIMING,
            Map.of("a", StrictMath.sqrt(5)),
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE)
        .kinds("zeros", Kind.BIAS)
        .norms()
        .build();
  }
}
