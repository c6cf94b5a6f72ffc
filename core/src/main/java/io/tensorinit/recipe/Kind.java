package io.tensorinit.recipe;

import io.tensorinit.layout.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a parameter is in its layer, as far as recipes tell parameters apart.
 *
 * <p>Read from the {@code kind} a parameter declares, which names the kind itself or its layer
 * ({@code linear}, {@code conv2d}, {@code layer_norm}, {@code lstm} ...; then the last part of the
 * parameter's name says which of the layer's parameters it is), else from the {@linkplain
 * ParameterName name} alone.
 */
public enum Kind {
  /** The weight of a dense layer. */
  DENSE(Role.DENSE, "linear", "fc", "projection"),
  /** The kernel of a convolution. */
  CONVOLUTION(Role.CONVOLUTION, "conv", "conv1d", "conv2d", "conv3d"),
  /** The kernel of a depthwise convolution. */
  DEPTHWISE(Role.DEPTHWISE, "depthwise_conv", "depthwise_convolution", "depthwise_conv2d"),
  /** The kernel of a transposed convolution. */
  TRANSPOSED_CONVOLUTION(
      Role.TRANSPOSED_CONVOLUTION,
      "transposed_conv",
      "conv_transpose",
      "convolution_transpose",
      "deconvolution",
      "conv1d_transpose",
      "conv2d_transpose",
      "conv3d_transpose",
      "conv_transpose1d",
      "conv_transpose2d",
      "conv_transpose3d"),
  /** A table of embeddings. */
  EMBEDDING(Role.EMBEDDING, "embed", "lookup"),
  /** From the inputs of a recurrent layer. */
  RECURRENT_INPUT,
  /** From the state of a recurrent layer. */
  RECURRENT("rnn", "lstm", "gru", "recurrent_kernel"),
  /** A bias of a recurrent layer. */
  RECURRENT_BIAS,
  /** Of two inputs, {@code (out, in1, in2)}. */
  BILINEAR,
  /** Query, key and value projections in one matrix. */
  PACKED_ATTENTION("in_proj"),
  /** A bias of an attention layer. */
  ATTENTION_BIAS,
  /** Any other bias. */
  BIAS,
  /** The scale of a normalization. */
  NORM_SCALE(
      "norm",
      "layer_norm",
      "layernorm",
      "batch_norm",
      "batchnorm",
      "group_norm",
      "instance_norm",
      "rms_norm",
      "rmsnorm",
      "gamma"),
  /** The shift of a normalization. */
  NORM_SHIFT("beta"),
  /** The running mean of a normalization. */
  RUNNING_MEAN("moving_mean"),
  /** The running variance of a normalization. */
  RUNNING_VARIANCE("running_var", "moving_variance"),
  /** The slope of a PReLU. */
  PRELU("prelu_slope");

  private final Optional<Role> role;
  private final List<String> aliases;

  /** A kind that implies no role. */
  Kind(String... aliases) {
    this(Optional.empty(), aliases);
  }

  Kind(Role role, String... aliases) {
    this(Optional.of(role), aliases);
  }

  Kind(Optional<Role> role, String... aliases) {
    this.role = role;
    this.aliases = List.of(aliases);
  }

  /**
   * What libraries that tell parameters apart by their role in a layer call its weights.
   *
   * @return the kinds, a fresh array
   */
  public static Kind[] weights() {
    return new Kind[] {
      DENSE, CONVOLUTION, DEPTHWISE, TRANSPOSED_CONVOLUTION, EMBEDDING, RECURRENT_INPUT, RECURRENT
    };
  }

  /**
   * The kind in manifests.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role that a declared kind implies.
   *
   * @param declared the kind in a manifest, in any spelling
   * @return the role; empty where the kind implies none or is not known
   */
  public static Optional<Role> roleOf(String declared) {
    return named(declared).flatMap(kind -> kind.role);
  }

  /**
   * The kind a parameter declares or its name shows; empty if neither.
   *
   * @param parameter the parameter
   * @param siblings the model's parameters
   * @return the kind
   */
  public static Optional<Kind> of(ParameterOutline parameter, Siblings siblings) {
    ParameterName name = ParameterName.of(parameter.name());
    Optional<String> declared = parameter.kind();
    if (declared.isPresent()) {
      return named(declared.get()).map(kind -> kind.memberFor(name));
    }
    int rank = parameter.shape().rank();
    switch (name.member()) {
      case WEIGHT:
        return Optional.of(weight(name, rank));
      case BIAS:
        return Optional.of(bias(name, siblings));
      case SCALE:
        return Optional.of(NORM_SCALE);
      case SHIFT:
        return Optional.of(NORM_SHIFT);
      case RUNNING_MEAN:
        return Optional.of(RUNNING_MEAN);
      case RUNNING_VARIANCE:
        return Optional.of(RUNNING_VARIANCE);
      case EMBEDDING:
        return Optional.of(EMBEDDING);
      case DEPTHWISE:
        return Optional.of(DEPTHWISE);
      case RECURRENT_INPUT:
        return Optional.of(RECURRENT_INPUT);
      case RECURRENT:
        return Optional.of(RECURRENT);
      case RECURRENT_BIAS:
        return Optional.of(RECURRENT_BIAS);
      case PACKED_ATTENTION:
        return Optional.of(PACKED_ATTENTION);
      case ATTENTION_BIAS:
        return Optional.of(ATTENTION_BIAS);
      case SLOPE:
        return Optional.of(PRELU);
      default:
        return Optional.empty();
    }
  }

  private static Kind weight(ParameterName name, int rank) {
    if (rank <= 1) {
      return NORM_SCALE;
    }
    if (name.layerLooksLikeEmbedding()) {
      return EMBEDDING;
    }
    return rank == 2 ? DENSE : CONVOLUTION;
  }

  private static Kind bias(ParameterName name, Siblings siblings) {
    if (siblings.recurrentKernel(name).isPresent()) {
      return RECURRENT_BIAS;
    }
    if (siblings.isAttentionOutput(name)) {
      return ATTENTION_BIAS;
    }
    return siblings.weight(name).filter(weight -> weight.shape().rank() <= 1).isPresent()
        ? NORM_SHIFT
        : BIAS;
  }

  private static Optional<Kind> named(String declared) {
    String wanted = declared.toLowerCase(Locale.ROOT).replace('-', '_');
    for (Kind kind : values()) {
      if (kind.label().equals(wanted) || kind.aliases.contains(wanted)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Of a layer's kind, the one that the parameter's name says. */
  private Kind memberFor(ParameterName name) {
    switch (this) {
      case DENSE:
      case CONVOLUTION:
      case DEPTHWISE:
      case TRANSPOSED_CONVOLUTION:
      case BILINEAR:
        return name.member() == ParameterName.Member.BIAS ? BIAS : this;
      case NORM_SCALE:
        return normMember(name.member());
      case RECURRENT:
        return recurrentMember(name.member());
      default:
        return this;
    }
  }

  private static Kind normMember(ParameterName.Member member) {
    switch (member) {
      case BIAS:
      case SHIFT:
        return NORM_SHIFT;
      case RUNNING_MEAN:
        return RUNNING_MEAN;
      case RUNNING_VARIANCE:
        return RUNNING_VARIANCE;
      default:
        return NORM_SCALE;
    }
  }

  private static Kind recurrentMember(ParameterName.Member member) {
    switch (member) {
      case BIAS:
      case RECURRENT_BIAS:
        return RECURRENT_BIAS;
      case WEIGHT:
      case RECURRENT_INPUT:
        return RECURRENT_INPUT;
      default:
        return RECURRENT;
    }
  }
}
