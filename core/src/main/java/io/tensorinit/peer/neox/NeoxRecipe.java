package io.tensorinit.peer.neox;

import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import java.util.Optional;
import java.util.function.Function;

/**
 * What gpt-neox gives its models: normals of std 0.02, or {@code small_init}, for all matrices but
 * the residual outputs; {@code scaled_normal} or {@code wang_init} for those.
 *
 * <p>Source: EleutherAI/gpt-neox as of May 2026; T. Nguyen, J. Salazar (2019), Transformers without
 * tears (small_init); B. Wang (2021), Mesh-Transformer-JAX (wang_init).
 */
final class NeoxRecipe {
  private NeoxRecipe() {}

  static Recipe create(RecipeConfig config) {
    double std = config.number("init_method_std", 0.02);
    String inner = config.word("init_method", "normal", "small_init");
    String output = config.word("output_layer_init_method", "scaled_normal", "wang_init");
    Optional<Long> set = config.count("num_layers");
    Optional<Long> hiddenSize = config.count("hidden_size");
    Function<RecipeSubject, RecipeDecision> outputs =
        subject -> {
          long layers = subject.layers(set, "num_layers", "layers");
          return output.equals("scaled_normal")
              ? named(config, output, "std", std, "n_layers", layers)
              : named(config, output, "dim", hiddenSize(hiddenSize, subject), "n_layers", layers);
        };
    return new RecipeBuilder(config, "gpt-neox", "EleutherAI/gpt-neox, its default init methods")
        .layout(TorchPeer.CONVENTION)
        .match("*attention.dense.weight", output, outputs)
        .match("*mlp.dense_4h_to_h.weight", output, outputs)
        .kinds(
            inner,
            subject ->
                inner.equals("normal")
                    ? named(config, inner, "std", std)
                    : named(config, inner, "dim", hiddenSize(hiddenSize, subject)),
            Kind.DENSE,
            Kind.EMBEDDING)
        .kinds("zeros", Kind.BIAS)
        .norms()
        .build();
  }

  private static RecipeDecision named(RecipeConfig config, String method, Object... parameters) {
    return RecipeDecision.of(
        config.initializer("gpt-neox:" + method, RecipeBuilder.config(parameters)));
  }

  /** The one set, else the size of the embeddings. */
  private static long hiddenSize(Optional<Long> set, RecipeSubject subject) {
    return set.or(
            () ->
                subject
                    .siblings()
                    .find("gpt_neox.embed_in.weight")
                    .filter(embedding -> embedding.shape().rank() == 2)
                    .map(embedding -> embedding.shape().size(1)))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "recipe \"gpt-neox\" needs hidden_size in its config, or"
                        + " gpt_neox.embed_in.weight in the model"));
  }
}
