package io.tensorinit.peer.mamba;

import io.tensorinit.peer.FanInUniform;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
    Function<RecipeSubject, RecipeDecision> residual =
        subject ->
            RecipeDecision.of(
                config.initializer(
                    "mamba:" + KAIMING,
                    RecipeBuilder.config(
                        "n_layer",
                        subject.layers(blocks, "n_layer", "layers"),
                        "n_residuals_per_layer",
                        residuals)));
    String smaller = "mamba:" + KAIMING + " over sqrt(n_residuals_per_layer n_layer)";
    RecipeBuilder recipe =
        new RecipeBuilder(config, "mamba", "state-spaces/mamba, MixerModel and its blocks")
            .layout(TorchPeer.CONVENTION)
            .matchOfRank(2, "*A_log", "mamba:A_log", Map.of())
            .matchOfRank(1, "*A_log", "mamba:A_log", set(config, "A_init_range", RANGE_OF_A))
            .match("*.D", "mamba:D", Map.of())
            .match("*dt_proj.bias", "mamba:dt_bias", steps(config))
            .match("*dt_bias", "mamba:dt_bias", steps(config))
            .match(
                "*dt_proj.weight",
                "dt_init: U(+-s) or s, s = dt_scale / sqrt(dt_rank)",
                steep(config))
            .match("*out_proj.weight", smaller, residual)
            .match("*fc2.weight", smaller, residual)
            .match("*conv1d.bias", "U(+-1/sqrt(fan in of the weight))", FanInUniform::ofWeight);
    if (config.isSet("conv_init")) {
      double bound = config.number("conv_init", 0);
      recipe.match(
          "*conv1d.weight", "torch:uniform_", RecipeBuilder.config("a", -bound, "b", bound));
    }
    return recipe
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

  /** The range of dt, as far as it is set. */
  private static Map<String, @Nullable Object> steps(RecipeConfig config) {
    Map<String, @Nullable Object> steps = RecipeBuilder.config();
    for (String key : List.of("dt_min", "dt_max", "dt_init_floor")) {
      if (config.isSet(key)) {
        steps.put(key, config.number(key, 0));
      }
    }
    return steps;
  }

  /** The weight that makes dt of its dt_rank inputs. */
  private static Function<RecipeSubject, RecipeDecision> steep(RecipeConfig config) {
    double scale = config.number("dt_scale", 1);
    boolean constant = config.word("dt_init", "random", "constant").equals("constant");
    return subject -> {
      double rank = subject.shape().rank() == 2 ? subject.shape().size(1) : 0;
      if (rank == 0) {
        throw new IllegalArgumentException(
            "dt_proj.weight must have the shape (d_inner, dt_rank), was " + subject.shape());
      }
      NamedInitializer init =
          constant
              ? config.initializer(
                  "torch:constant_", RecipeBuilder.config("val", scale / Math.sqrt(rank)))
              : config.initializer(
                  "mamba:uniform_", RecipeBuilder.config("dt_rank", rank, "dt_scale", scale));
      return RecipeDecision.of(init);
    };
  }

  private static Map<String, @Nullable Object> set(
      RecipeConfig config, String key, Object otherwise) {
    return RecipeBuilder.config(key, config.isSet(key) ? config.values().get(key) : otherwise);
  }
}
