package io.tensorinit.peer.transformers;

import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import io.tensorinit.spec.Normal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Hugging Face's Transformers gives its models: normals whose std is the model's {@code
 * initializer_range}, smaller for residual projections (GPT-2) or by the sizes of each matrix (T5).
 *
 * <p>Source: transformers 5.18; A. Radford et al. (2019), Language models are unsupervised
 * multitask learners, section 2.3; C. Raffel et al. (2020), Exploring the limits of transfer
 * learning with a unified text-to-text transformer.
 */
final class TransformersRecipes {
  private static final String RANGE = "initializer_range";
  private static final double DEFAULT_RANGE = 0.02;

  private static final NamedInitializer CAUSAL_MASK =
      NamedInitializer.of("causal_mask", new CausalMask());

  private TransformersRecipes() {}

  /** The base class's rules, which Llama and most others follow. */
  static Recipe base(RecipeConfig config) {
    RecipeBuilder recipe =
        new RecipeBuilder(
            config, "transformers", "transformers 5.18, PreTrainedModel._init_weights");
    return common(recipe.layout(TorchPeer.CONVENTION), config).build();
  }

  /** Gemma: as the base class, but norms multiply by 1 + weight, which is 0. */
  static Recipe gemma(RecipeConfig config) {
    RecipeBuilder recipe =
        new RecipeBuilder(config, "gemma", "transformers 5.18, GemmaPreTrainedModel._init_weights");
    recipe.layout(TorchPeer.CONVENTION).kinds("zeros", Kind.NORM_SCALE);
    return common(recipe, config).build();
  }

  /** ViT: cut normals, of the class token and the positions, too. */
  static Recipe vit(RecipeConfig config) {
    String cut = "torch:trunc_normal_";
    Map<String, @Nullable Object> range =
        RecipeBuilder.config("mean", 0.0, "std", config.number(RANGE, DEFAULT_RANGE));
    return new RecipeBuilder(config, "vit", "transformers 5.18, ViTPreTrainedModel._init_weights")
        .layout(TorchPeer.CONVENTION)
        .match("*cls_token", cut, range)
        .match("*mask_token", "zeros", Map.of())
        .match("*position_embeddings", cut, range)
        .kinds(cut, range, Kind.DENSE, Kind.CONVOLUTION)
        .kinds("zeros", Kind.BIAS)
        .norms()
        .build();
  }

  /**
   * GPT-2: residual projections {@code c_proj} smaller by sqrt(2 n_layer). Checkpoints hold the
   * mask of causal attention, too.
   */
  static Recipe gpt2(RecipeConfig config) {
    double range = config.number(RANGE, DEFAULT_RANGE);
    Optional<Long> blocks = config.count("n_layer");
    RecipeBuilder recipe =
        new RecipeBuilder(config, "gpt2", "transformers 5.18, GPT2PreTrainedModel._init_weights")
            .layout(TransformersPeer.GPT2_CONVENTION)
            .ofRank(4, "*attn.bias", CAUSAL_MASK)
            .match("*attn.masked_bias", "constant", Map.of("value", -1e4))
            .ofRank(4, "*crossattention.bias", CAUSAL_MASK)
            .match("*crossattention.masked_bias", "constant", Map.of("value", -1e4))
            .match(
                "*c_proj.weight",
                "normal of std " + range + " / sqrt(2 n_layer)",
                subject -> {
                  long layers = subject.layers(blocks, "n_layer", "h");
                  return normal(TransformersNames.residual(range, layers));
                });
    return common(recipe, config).build();
  }

  static RecipeBuilder common(RecipeBuilder recipe, RecipeConfig config) {
    Map<String, @Nullable Object> range =
        RecipeBuilder.config("mean", 0.0, "std", config.number(RANGE, DEFAULT_RANGE));
    return recipe
        .kinds(
            "torch:normal_",
            range,
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE,
            Kind.TRANSPOSED_CONVOLUTION,
            Kind.EMBEDDING)
        .kinds(
            "torch:xavier_uniform_",
            Kind.RECURRENT_INPUT,
            Kind.RECURRENT,
            Kind.PACKED_ATTENTION,
            Kind.ATTENTION_INPUT)
        .kinds("torch:xavier_normal_", Kind.ATTENTION_TOKEN)
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms();
  }

  /** T5: each matrix by its sizes. */
  static Recipe t5(RecipeConfig config) {
    double factor = config.number("initializer_factor", 1);
    double keySize = config.count("d_kv").orElse(64L);
    return new RecipeBuilder(config, "t5", "transformers 5.18, T5PreTrainedModel._init_weights")
        .layout(TorchPeer.CONVENTION)
        .match(
            "*Attention.q.weight",
            "normal of std factor / sqrt(d_model d_kv)",
            subject -> bySizes(factor, columns(subject) * keySize))
        .match(
            "*Attention.[kvo].weight",
            "normal of std factor / sqrt(columns): d_model; heads d_kv for o",
            subject -> bySizes(factor, columns(subject)))
        .match(
            "*DenseReluDense.w[io]*weight",
            "normal of std factor / sqrt(columns): d_model for wi, d_ff for wo",
            subject -> bySizes(factor, columns(subject)))
        .match(
            "*classification_head.*.weight",
            "normal of std factor / sqrt(columns): d_model",
            subject -> bySizes(factor, columns(subject)))
        .match(
            "*qa_outputs.weight",
            "normal of std factor / sqrt(columns): d_model",
            subject -> bySizes(factor, columns(subject)))
        .match(
            "*relative_attention_bias.weight",
            "normal of std factor / sqrt(d_model)",
            subject -> bySizes(factor, modelSize(subject)))
        .kinds("ones times factor", subject -> constant(config, factor), Kind.NORM_SCALE)
        .kinds("normal of std factor", subject -> bySizes(factor, 1), Kind.EMBEDDING, Kind.DENSE)
        .kinds("zeros", Kind.BIAS, Kind.NORM_SHIFT)
        .build();
  }

  private static RecipeDecision bySizes(double factor, double product) {
    return normal(TransformersNames.bySizes(factor, product));
  }

  private static RecipeDecision normal(Normal normal) {
    return RecipeDecision.of(
        NamedInitializer.of("torch:normal_(mean=0.0, std=" + normal.std() + ")", normal));
  }

  private static RecipeDecision constant(RecipeConfig config, double value) {
    return RecipeDecision.of(config.initializer("torch:constant_", Map.of("val", value)));
  }

  private static double columns(RecipeSubject matrix) {
    if (matrix.shape().rank() != 2) {
      throw new IllegalArgumentException("must be a matrix, was of shape " + matrix.shape());
    }
    return matrix.shape().size(1);
  }

  private static double modelSize(RecipeSubject subject) {
    return subject
        .siblings()
        .find("shared.weight")
        .filter(shared -> shared.shape().rank() == 2)
        .map(shared -> shared.shape().size(1))
        .orElseThrow(() -> new IllegalArgumentException("needs shared.weight in the same model"));
  }
}
