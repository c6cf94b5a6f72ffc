package io.tensorinit.peer.neox;

import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What gpt-neox gives its models: one init method for all matrices but the residual outputs,
 * another for those; by default normals of std 0.02 and {@code scaled_normal}. {@code small_init}
 * and {@code wang_init} are its usual pair.
 *
 * <p>Source: EleutherAI/gpt-neox as of May 2026, whose orthogonal methods divide by False and are
 * left out; T. Nguyen, J. Salazar (2019), Transformers without tears (small_init); B. Wang (2021),
 * Mesh-Transformer-JAX (wang_init).
 */
final class NeoxRecipe {
  private static final List<String> METHODS =
      List.of(
          "normal", "scaled_normal", "small_init", "wang_init", "xavier_uniform", "xavier_normal");
  private static final List<String> OUTPUTS =
      List.of("*attention.dense.weight", "*mlp.dense_4h_to_h.weight");

  /** What ends in the residual stream, in the names of other models. */
  private static final List<String> OTHER_OUTPUTS =
      List.of(
          "*.o_proj.weight",
          "*.down_proj.weight",
          "*.out_proj.weight",
          "*.c_proj.weight",
          "*.fc2.weight",
          "*.wo.weight",
          "*feed_forward.w2.weight");

  private static final List<String> EMBEDDINGS =
      List.of(
          "*embed_in.weight",
          "*embed_tokens.weight",
          "*tok_embeddings.weight",
          "*wte.weight",
          "*word_embeddings.weight");
  private static final List<String> LISTS = List.of("layers", "h", "blocks", "layer");

  private NeoxRecipe() {}

  static Recipe create(RecipeConfig config) {
    String inner = method(config, "init_method", "normal");
    String output = method(config, "output_layer_init_method", "scaled_normal");
    return recipe(config, "gpt-neox", inner, output, OUTPUTS).build();
  }

  /** The usual pair, for models of any library's names. */
  static Recipe smallInit(RecipeConfig config) {
    List<String> outputs = Stream.concat(OUTPUTS.stream(), OTHER_OUTPUTS.stream()).toList();
    return recipe(config, "small_init", "small_init", "wang_init", outputs).build();
  }

  private static String method(RecipeConfig config, String key, String otherwise) {
    List<String> words = new ArrayList<>(List.of(otherwise));
    words.addAll(METHODS);
    return config.word(key, words.stream().distinct().toArray(String[]::new));
  }

  private static RecipeBuilder recipe(
      RecipeConfig config, String name, String inner, String output, List<String> outputs) {
    std(config); // what is set is checked now, not when it is first needed
    config.count("num_layers");
    config.count("hidden_size");
    RecipeBuilder recipe =
        new RecipeBuilder(config, name, "EleutherAI/gpt-neox, its init methods")
            .layout(TorchPeer.CONVENTION);
    for (String pattern : outputs) {
      recipe.match(pattern, output, subject -> by(config, output, subject));
    }
    return recipe
        .kinds(inner, subject -> by(config, inner, subject), Kind.DENSE, Kind.EMBEDDING)
        .kinds("zeros", Kind.BIAS)
        .norms();
  }

  private static RecipeDecision by(RecipeConfig config, String method, RecipeSubject subject) {
    switch (method) {
      case "xavier_uniform":
      case "xavier_normal":
        return RecipeDecision.of(config.initializer("torch:" + method + "_", Map.of()));
      case "small_init":
        return named(config, method, "dim", hiddenSize(config, subject));
      case "wang_init":
        return named(
            config,
            method,
            "dim",
            hiddenSize(config, subject),
            "n_layers",
            layers(config, subject));
      case "scaled_normal":
        return named(config, method, "std", std(config), "n_layers", layers(config, subject));
      default:
        return named(config, method, "std", std(config));
    }
  }

  private static double std(RecipeConfig config) {
    return config.number("init_method_std", 0.02);
  }

  private static RecipeDecision named(RecipeConfig config, String method, Object... parameters) {
    return RecipeDecision.of(
        config.initializer("gpt-neox:" + method, RecipeBuilder.config(parameters)));
  }

  /** The one set, else as named in the list of layers that the model has. */
  private static long layers(RecipeConfig config, RecipeSubject subject) {
    String list =
        LISTS.stream()
            .filter(name -> subject.siblings().layerCount(name) > 0)
            .findFirst()
            .orElse(LISTS.get(0));
    return subject.layers(config.count("num_layers"), "num_layers", list);
  }

  /** The one set, else the size of the embeddings. */
  private static long hiddenSize(RecipeConfig config, RecipeSubject subject) {
    return config
        .count("hidden_size")
        .or(
            () ->
                EMBEDDINGS.stream()
                    .map(subject.siblings()::first)
                    .flatMap(Optional::stream)
                    .filter(embedding -> embedding.shape().rank() == 2)
                    .map(embedding -> embedding.shape().size(1))
                    .findFirst())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the recipe needs hidden_size in its config, or a parameter named "
                        + String.join(", ", EMBEDDINGS)));
  }
}
