package io.tensorinit.recipe;

import io.tensorinit.layout.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a layer is, as a {@code kind} declares it: by the name of its class in any library ({@code
 * BatchNorm2d}, {@code torch.nn.LSTMCell}, {@code keras.layers.DepthwiseConv2D}) or by a plain word
 * ({@code linear}). Which {@link Kind} a parameter of the layer is follows from the last part of
 * the parameter's name.
 *
 * <p>A name is compared in lower case, without what stands before its last dot, without underscores
 * and hyphens, without the number of spatial axes ({@code 1d}, {@code 2d}, {@code 3d}) and without
 * PyTorch's {@code Lazy}.
 */
public enum LayerKind {
  /** A dense layer. */
  LINEAR(
      Kind.DENSE,
      "dense",
      "linear",
      "fc",
      "fullyconnected",
      "projection",
      "densegeneral",
      "einsumdense",
      "einsum",
      "lineargeneral",
      "denselayer",
      "outputlayer"),
  /** The output of PyTorch's attention, whose bias is attention's. */
  ATTENTION_OUTPUT(Kind.DENSE, "nondynamicallyquantizablelinear"),
  /** A convolution. */
  CONVOLUTION(
      Kind.CONVOLUTION,
      "convolution",
      "conv",
      "convlocal",
      "convolutionlayer",
      "crosscor",
      "pointwise",
      "pointwiseconv",
      "pointwisekernel"),
  /** A depthwise convolution. */
  DEPTHWISE(
      Kind.DEPTHWISE,
      "depthwise",
      "depthwiseconv",
      "depthwiseconvolution",
      "depthwisekernel",
      "depthwiseconvolutionlayer"),
  /** A depthwise convolution, then one of kernels of size 1; its names tell the two apart. */
  SEPARABLE(Kind.CONVOLUTION, "separable", "separableconv", "separableconvolution"),
  /** A transposed convolution. */
  TRANSPOSED_CONVOLUTION(
      Kind.TRANSPOSED_CONVOLUTION,
      "transposedconvolution",
      "transposedconv",
      "convtranspose",
      "convolutiontranspose",
      "deconv",
      "deconvolution"),
  /** A layer of two inputs. */
  BILINEAR(Kind.BILINEAR, "bilinear"),
  /** A table that is looked up, or sums of its rows. */
  EMBEDDING(Kind.EMBEDDING, "embedding", "embed", "embeddingbag", "lookup", "embeddinglayer"),
  /** A recurrent layer, not said which. */
  RECURRENT(Kind.RECURRENT, "recurrent"),
  /** A plain recurrent layer, or one step of it. */
  RNN(
      Kind.RECURRENT,
      "rnn",
      "rnnbase",
      "rnncell",
      "rnncellbase",
      "simplernn",
      "simplernncell",
      "simplecell"),
  /** A long short-term memory, or one step of it. */
  LSTM(Kind.RECURRENT, "lstm", "lstmcell", "optimizedlstmcell"),
  /** A layer of gated recurrent units, or one step of it. */
  GRU(Kind.RECURRENT, "gru", "grucell", "mgu", "mgucell"),
  /** A long short-term memory whose products are convolutions. */
  CONVOLUTION_LSTM(Kind.RECURRENT, "convlstm", "convlstmcell"),
  /** Attention of several heads. */
  ATTENTION(
      Kind.DENSE,
      "attention",
      "multiheadattention",
      "multiheaddotproductattention",
      "selfattention",
      "groupqueryattention",
      "groupedqueryattention"),
  /** PyTorch's {@code nn.Transformer}, which draws all its matrices anew. */
  TRANSFORMER(Kind.TRANSFORMER_WEIGHT, "transformer"),
  /** A normalization. */
  NORM(
      Kind.NORM_SCALE,
      "normscale",
      "gamma",
      "norm",
      "normalization",
      "batchnorm",
      "batchnormalization",
      "syncbatchnorm",
      "synchronizedbatchnormalization",
      "layernorm",
      "layernormalization",
      "groupnorm",
      "groupnormalization",
      "instancenorm",
      "instancenormalization",
      "rmsnorm",
      "rmsnormalization"),
  /** A rectifier with a slope that is learned. */
  PRELU(Kind.PRELU, "prelu", "preluslope", "prelulayer");

  private static final Pattern SPATIAL_AXES = Pattern.compile("[123]d");
  private static final Map<String, LayerKind> BY_NAME = new HashMap<>();

  static {
    for (LayerKind layer : values()) {
      layer.names.forEach(name -> BY_NAME.put(name, layer));
    }
  }

  private final Kind main;
  private final List<String> names;

  LayerKind(Kind main, String... names) {
    this.main = main;
    this.names = List.of(names);
  }

  /**
   * The layer that a declared kind names.
   *
   * @param declared the kind in a manifest, in any spelling
   * @return the layer; empty if the word names none
   */
  public static Optional<LayerKind> named(String declared) {
    return Optional.ofNullable(BY_NAME.get(canonical(declared)));
  }

  /**
   * The words that name this layer.
   *
   * @return the words as they are compared: in lower case, without underscores and spatial axes
   */
  public List<String> names() {
    return names;
  }

  /**
   * All words that name layers.
   *
   * @return the words as they are compared, in the order of the layers
   */
  public static List<String> words() {
    List<String> words = new ArrayList<>();
    for (LayerKind layer : values()) {
      words.addAll(layer.names);
    }
    return words;
  }

  /** A declared kind as names are compared. */
  static String canonical(String declared) {
    return SPATIAL_AXES.matcher(plain(declared)).replaceAll("");
  }

  /** A declared kind as names are compared, with its number of spatial axes. */
  private static String plain(String declared) {
    String last = declared.substring(declared.lastIndexOf('.') + 1);
    String word = last.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    return word.startsWith("lazy") ? word.substring("lazy".length()) : word;
  }

  /**
   * Whether a word that asks for kinds means a declared one: the same name in any spelling; {@code
   * conv} means {@code Conv2d}, too, not the other way round.
   *
   * @param asked the word
   * @param declared the kind that a parameter declares
   * @return whether it is meant
   */
  public static boolean isMeant(String asked, String declared) {
    String wanted = plain(asked);
    return wanted.equals(plain(declared)) || wanted.equals(canonical(declared));
  }

  /**
   * What most of the layer's parameters are, which is what a rule about the layer is about.
   *
   * @return the kind
   */
  public Kind main() {
    return main;
  }

  /** The role of the layer's weights. */
  Optional<Role> role() {
    return this == SEPARABLE ? Optional.empty() : main.role();
  }

  /** What one of the layer's parameters is, by its name. */
  Kind member(ParameterName name) {
    switch (this) {
      case NORM:
        return normMember(name);
      case RECURRENT:
      case RNN:
      case LSTM:
      case GRU:
      case CONVOLUTION_LSTM:
        return recurrentMember(name.member());
      case ATTENTION:
      case ATTENTION_OUTPUT:
        return attentionMember(name);
      case TRANSFORMER:
        return transformerMember(name);
      case PRELU:
        return Kind.PRELU;
      default:
        return weightMember(name.member());
    }
  }

  private Kind weightMember(ParameterName.Member member) {
    switch (member) {
      case BIAS:
        return Kind.BIAS;
      case DEPTHWISE:
        return Kind.DEPTHWISE;
      default:
        return main;
    }
  }

  private static Kind normMember(ParameterName name) {
    switch (name.member()) {
      case BIAS:
      case SHIFT:
        return Kind.NORM_SHIFT;
      case RUNNING_MEAN:
        return Kind.RUNNING_MEAN;
      case RUNNING_VARIANCE:
        return Kind.RUNNING_VARIANCE;
      case BATCH_COUNT:
        return Kind.BATCH_COUNT;
      case OTHER:
        return otherNormMember(name.last());
      default:
        return Kind.NORM_SCALE;
    }
  }

  /** By the names that only Flax's normalizations have. */
  private static Kind otherNormMember(String last) {
    switch (last) {
      case "mean":
        return Kind.RUNNING_MEAN;
      case "var":
        return Kind.RUNNING_VARIANCE;
      default:
        return Kind.NORM_SCALE;
    }
  }

  private static Kind recurrentMember(ParameterName.Member member) {
    switch (member) {
      case BIAS:
      case RECURRENT_BIAS:
        return Kind.RECURRENT_BIAS;
      case WEIGHT:
      case RECURRENT_INPUT:
        return Kind.RECURRENT_INPUT;
      default:
        return Kind.RECURRENT;
    }
  }

  private static Kind attentionMember(ParameterName name) {
    switch (name.member()) {
      case BIAS:
      case ATTENTION_BIAS:
        return Kind.ATTENTION_BIAS;
      case PACKED_ATTENTION:
        return Kind.PACKED_ATTENTION;
      case ATTENTION_INPUT:
        return Kind.ATTENTION_INPUT;
      case ATTENTION_TOKEN:
        return Kind.ATTENTION_TOKEN;
      default:
        return Kind.DENSE;
    }
  }

  /** {@code nn.Transformer} holds linear layers, attention and normalizations. */
  private static Kind transformerMember(ParameterName name) {
    switch (name.member()) {
      case BIAS:
        if (name.layer().endsWith("out_proj.")) {
          return Kind.ATTENTION_BIAS;
        }
        return name.layerLooksLikeNorm() ? Kind.NORM_SHIFT : Kind.BIAS;
      case ATTENTION_BIAS:
        return Kind.ATTENTION_BIAS;
      default:
        return name.layerLooksLikeNorm() ? Kind.NORM_SCALE : Kind.TRANSFORMER_WEIGHT;
    }
  }
}
