package io.tensorinit.model;

import java.util.Map;

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
    String inner = config.text("init_method", "normal");
    String output = config.text("output_layer_init_method", "scaled_normal");
    return new RecipeBuilder("gpt-neox", "EleutherAI/gpt-neox, its default init methods")
        .layout("torch")
        .match(
            "*attention.dense.weight", output, subject -> output(config, output, std, subject))
        .match(
            "*mlp.dense_4h_to_h.weight", output, subject -> output(config, output, std, subject))
        .kinds(inner, subject -> inner(config, inner, std, subject), Kind.DENSE, Kind.EMBEDDING)
        .kinds("zeros", Kind.BIAS)
        .norms()
        .build();
  }

  private static Decision inner(RecipeConfig config, String method, double std, Subject subject) {
    switch (method) {
      case "normal":
        return Decision.of("gpt-neox:normal", Map.of("std", std));
      case "small_init":
        return Decision.of("gpt-neox:small_init", Map.of("dim", hiddenSize(config, subject)));
      default:
        throw config.refused("init_method", "normal or small_init", method);
    }
  }

  private static Decision output(RecipeConfig config, String method, double std, Subject subject) {
    long layers = TransformersRecipes.layers(config, "num_layers", subject, "layers");
    switch (method) {
      case "scaled_normal":
        return Decision.of("gpt-neox:scaled_normal", Map.of("std", std, "n_layers", layers));
      case "wang_init":
        return Decision.of(
            "gpt-neox:wang_init", Map.of("dim", hiddenSize(config, subject), "n_layers", layers));
      default:
        throw config.refused("output_layer_init_method", "scaled_normal or wang_init", method);
    }
  }

  /** The config's, else the size of the embeddings. */
  private static long hiddenSize(RecipeConfig config, Subject subject) {
    return config
        .count("hidden_size")
        .or(
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
