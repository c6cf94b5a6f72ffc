package io.tensorinit.model;

import java.util.Map;
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
  static final Map<String, String> CONFIG =
      Recipes.ordered(
          "init_method", "normal (default) or small_init",
          "output_layer_init_method", "scaled_normal (default) or wang_init",
          "init_method_std", "0.02 by default",
          "hidden_size", "by default that of gpt_neox.embed_in.weight",
          "num_layers", "by default as named");

  private NeoxRecipe() {}

  static Recipe create(RecipeConfig config) {
    double std = config.number("init_method_std", 0.02);
    String inner = config.word("init_method", "normal", "small_init");
    String output = config.word("output_layer_init_method", "scaled_normal", "wang_init");
    Optional<Long> set = config.count("num_layers");
    Optional<Long> hiddenSize = config.count("hidden_size");
    Function<Subject, Decision> outputs =
        subject -> {
          long layers = TransformersRecipes.layers(set, "num_layers", subject, "layers");
          return output.equals("scaled_normal")
              ? named(output, "std", std, "n_layers", layers)
              : named(output, "dim", hiddenSize(hiddenSize, subject), "n_layers", layers);
        };
    return new RecipeBuilder("gpt-neox", "EleutherAI/gpt-neox, its default init methods")
        .layout("torch")
        .match("*attention.dense.weight", output, outputs)
        .match("*mlp.dense_4h_to_h.weight", output, outputs)
        .kinds(
            inner,
            subject ->
                inner.equals("normal")
                    ? named(inner, "std", std)
                    : named(inner, "dim", hiddenSize(hiddenSize, subject)),
            Kind.DENSE,
            Kind.EMBEDDING)
        .kinds("zeros", Kind.BIAS)
        .norms()
        .build();
  }

  private static Decision named(String method, Object... config) {
    return Decision.of("gpt-neox:" + method, RecipeBuilder.config(config));
  }

  /** The one set, else the size of the embeddings. */
  private static long hiddenSize(Optional<Long> set, Subject subject) {
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
