package io.tensorinit.peer.transformers;

import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Llama, under the names of Transformers ({@code model.layers.0.self_attn.o_proj.weight}) or of its
 * authors ({@code layers.0.attention.wo.weight}). Meta published no initialization; there are two
 * schemes:
 *
 * <ul>
 *   <li>Transformers: normals of std {@code initializer_range} for all matrices.
 *   <li>torchtitan, Meta's trainer: N(0, 1) embeddings; matrices of std {@code initializer_range},
 *       those that end in the residual stream and the feed-forward's second input (w3) smaller by
 *       sqrt(2 (layer + 1)), without {@code depth_init} by sqrt(2 n_layers); the output of std
 *       1/sqrt(dim) cut at three of them. Its {@code trunc_normal_} of std 0.02 is cut at +-2,
 *       which is not at all. Biases it does not have.
 * </ul>
 *
 * <p>Source: transformers 5.18, {@code LlamaPreTrainedModel}; pytorch/torchtitan, {@code
 * models/llama3/model/model.py} of 2025.
 */
final class LlamaRecipe {
  private static final List<String> SCALED =
      List.of(
          "*attention.wo.weight",
          "*feed_forward.w[23].weight",
          "*self_attn.o_proj.weight",
          "*mlp.down_proj.weight",
          "*mlp.up_proj.weight");
  private static final String CUT = "torch:trunc_normal_";
  private static final String LAYERS = "layers";

  private LlamaRecipe() {}

  static Recipe create(RecipeConfig config) {
    double range = config.number("initializer_range", 0.02);
    boolean byDepth = config.flag("depth_init", true);
    Optional<Long> layers = config.count("n_layers");
    boolean titan = config.word("scheme", "transformers", "torchtitan").equals("torchtitan");
    String source = titan ? "torchtitan, models/llama3" : "transformers 5.18, LlamaPreTrainedModel";
    RecipeBuilder recipe = new RecipeBuilder(config, "llama", source).layout(TorchPeer.CONVENTION);
    if (!titan) {
      for (String key : List.of("depth_init", "n_layers")) {
        if (config.isSet(key)) {
          throw config.refused(key, "absent unless scheme is torchtitan", config.values().get(key));
        }
      }
      return TransformersRecipes.common(recipe, config).build();
    }
    Function<RecipeSubject, RecipeDecision> scaled =
        weight -> {
          double depth =
              byDepth ? weight.layer(LAYERS) + 1.0 : weight.layers(layers, "n_layers", LAYERS);
          return cut(config, range / Math.sqrt(2 * depth), 2);
        };
    String law = byDepth ? " / sqrt(2 (layer + 1))" : " / sqrt(2 n_layers)";
    SCALED.forEach(pattern -> recipe.match(pattern, "normal of std " + range + law, scaled));
    Function<RecipeSubject, RecipeDecision> output =
        weight -> {
          double std = 1 / Math.sqrt(weight.shape().size(-1));
          return cut(config, std, 3 * std);
        };
    return recipe
        .match("output.weight", "normal of std 1/sqrt(dim), cut at three of them", output)
        .match("*lm_head.weight", "normal of std 1/sqrt(dim), cut at three of them", output)
        .kinds("torch:normal_", Kind.EMBEDDING)
        .kinds(CUT + " of std " + range, weight -> cut(config, range, 2), Kind.DENSE)
        .norms()
        .build();
  }

  private static RecipeDecision cut(RecipeConfig config, double std, double bound) {
    return RecipeDecision.of(
        config.initializer(
            CUT, RecipeBuilder.config("mean", 0.0, "std", std, "a", -bound, "b", bound)));
  }
}
