package io.tensorinit.recipe;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A parameter's name, taken apart as the frameworks put it together: a path of layers, divided by
 * dots (PyTorch, Lux) or slashes (Keras, Flax), then what the parameter is in its layer, alone or
 * behind an underscore (MXNet: {@code dense0_weight}).
 *
 * @param layer everything before the last part, its divider included
 * @param last the last part, without what follows a colon (TensorFlow: {@code kernel:0})
 */
public record ParameterName(String layer, String last) {
  /** What the last part of a name can say. */
  enum Member {
    WEIGHT,
    BIAS,
    SCALE,
    SHIFT,
    RUNNING_MEAN,
    RUNNING_VARIANCE,
    BATCH_COUNT,
    EMBEDDING,
    DEPTHWISE,
    POINTWISE,
    RECURRENT_INPUT,
    RECURRENT,
    RECURRENT_BIAS,
    PACKED_ATTENTION,
    ATTENTION_INPUT,
    ATTENTION_TOKEN,
    ATTENTION_BIAS,
    SLOPE,
    /** Nothing known. */
    OTHER
  }

  private static final List<String> EMBEDDING_WORDS = List.of("emb", "embs", "embd");
  private static final List<String> NORM_WORDS = List.of("ln", "bn", "gn", "rms", "lnf");
  private static final List<String> ACTIVATION_WORDS =
      List.of("act", "acts", "activation", "activations", "nonlinearity");
  private static final Pattern LETTERS = Pattern.compile("[a-z]+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern DIVIDER = Pattern.compile("[./]");

  private static final List<String> MXNET_SUFFIXES =
      List.of(
          "running_mean",
          "running_var",
          "moving_mean",
          "moving_var",
          "weight",
          "bias",
          "gamma",
          "beta",
          "alpha");

  /**
   * Takes a name apart at its last dot or slash; what follows a colon is left out.
   *
   * @param name the name
   * @return its parts
   */
  public static ParameterName of(String name) {
    int divider = Math.max(name.lastIndexOf('.'), name.lastIndexOf('/'));
    String last = name.substring(divider + 1);
    int colon = last.indexOf(':');
    return new ParameterName(
        name.substring(0, divider + 1), colon < 0 ? last : last.substring(0, colon));
  }

  /**
   * The layer's own name: the part before the last.
   *
   * @return the name without dividers, empty where the parameter stands alone
   */
  public String layerName() {
    int end = Math.max(0, layer.length() - 1);
    int divider = Math.max(layer.lastIndexOf('.', end - 1), layer.lastIndexOf('/', end - 1));
    return layer.substring(Math.min(divider + 1, end), end);
  }

  /**
   * The name of another parameter of the layer beside this one's layer.
   *
   * @param otherLayer the other layer's own name
   * @return the name, with this one's last part
   */
  public String inLayer(String otherLayer) {
    int end = Math.max(0, layer.length() - 1);
    return layer.substring(0, end - layerName().length())
        + otherLayer
        + layer.substring(end)
        + last;
  }

  Member member() {
    String word = last.toLowerCase(Locale.ROOT);
    if (word.startsWith("weight_ih") || word.endsWith("i2h_weight")) {
      return Member.RECURRENT_INPUT;
    }
    if (word.startsWith("weight_hh")
        || word.startsWith("weight_hr")
        || word.endsWith("h2h_weight")) {
      return Member.RECURRENT;
    }
    if (word.startsWith("bias_ih") || word.startsWith("bias_hh") || word.endsWith("2h_bias")) {
      return Member.RECURRENT_BIAS;
    }
    Member member = memberOf(word);
    if (member != Member.OTHER) {
      return member;
    }
    for (String suffix : MXNET_SUFFIXES) {
      if (word.endsWith("_" + suffix)) {
        return memberOf(suffix);
      }
    }
    return Member.OTHER;
  }

  private static Member memberOf(String word) {
    switch (word) {
      case "weight":
      case "weights":
      case "kernel":
      case "w":
        return Member.WEIGHT;
      case "bias":
      case "biases":
      case "b":
        return Member.BIAS;
      case "gamma":
      case "scale":
        return Member.SCALE;
      case "beta":
        return Member.SHIFT;
      case "running_mean":
      case "moving_mean":
        return Member.RUNNING_MEAN;
      case "running_var":
      case "running_variance":
      case "moving_var":
      case "moving_variance":
        return Member.RUNNING_VARIANCE;
      case "num_batches_tracked":
        return Member.BATCH_COUNT;
      case "embedding":
      case "embeddings":
        return Member.EMBEDDING;
      case "depthwise_kernel":
        return Member.DEPTHWISE;
      case "pointwise_kernel":
        return Member.POINTWISE;
      case "recurrent_kernel":
        return Member.RECURRENT;
      case "in_proj_weight":
        return Member.PACKED_ATTENTION;
      case "q_proj_weight":
      case "k_proj_weight":
      case "v_proj_weight":
        return Member.ATTENTION_INPUT;
      case "bias_k":
      case "bias_v":
        return Member.ATTENTION_TOKEN;
      case "in_proj_bias":
        return Member.ATTENTION_BIAS;
      case "alpha":
      case "negative_slope":
        return Member.SLOPE;
      default:
        return Member.OTHER;
    }
  }

  /** Whether the layer's own name is that of an embedding: {@code wte}, {@code token_embedding}. */
  boolean layerLooksLikeEmbedding() {
    String own = layerName().toLowerCase(Locale.ROOT);
    return own.contains("embed")
        || own.equals("wte")
        || own.equals("wpe")
        || own.equals("shared")
        || hasWord(own, EMBEDDING_WORDS)
        || last.toLowerCase(Locale.ROOT).contains("embed");
  }

  /**
   * Whether the layer, or the list it stands in, is named like a normalization: {@code ln_1},
   * {@code input_layernorm}, {@code norms.0}.
   */
  boolean layerLooksLikeNorm() {
    String own = nameBeforeNumbers();
    return own.contains("norm") || hasWord(own, NORM_WORDS);
  }

  /** Whether the layer is named as a LayerScale is: {@code ls1}, {@code layer_scale}. */
  boolean layerLooksLikeLayerScale() {
    String own = nameBeforeNumbers();
    return own.replace("_", "").contains("layerscale") || hasWord(own, List.of("ls"));
  }

  /** Whether the layer, or the list it stands in, is named like an activation: {@code act1}. */
  boolean layerLooksLikePrelu() {
    String own = nameBeforeNumbers();
    return own.contains("relu") || hasWord(own, ACTIVATION_WORDS);
  }

  /** Whether the layer's own name is that of a bilinear layer. */
  boolean layerLooksLikeBilinear() {
    return layerName().toLowerCase(Locale.ROOT).contains("bilinear");
  }

  private static boolean hasWord(String name, List<String> words) {
    return LETTERS.matcher(name).results().map(MatchResult::group).anyMatch(words::contains);
  }

  /** The layer's last part that is no number: {@code norms} of {@code encoder.norms.0.}. */
  private String nameBeforeNumbers() {
    String[] path = DIVIDER.split(layer.toLowerCase(Locale.ROOT), 0);
    for (int i = path.length - 1; i >= 0; i--) {
      if (!NUMBER.matcher(path[i]).matches()) {
        return path[i];
      }
    }
    return "";
  }

  /** The name of another parameter of the layer: the member's word replaced by another. */
  Optional<String> sibling(String word, String other) {
    return last.endsWith(word)
        ? Optional.of(layer + last.substring(0, last.length() - word.length()) + other)
        : Optional.empty();
  }
}
