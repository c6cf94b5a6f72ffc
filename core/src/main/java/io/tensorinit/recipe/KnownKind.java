package io.tensorinit.recipe;

import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of a parameter's kind, and from where.
 *
 * <p>A declared kind is taken at its word. Where none is declared the kind is guessed from the
 * parameter's name, its shape and its neighbours in the layer; where these leave it open between
 * kinds that libraries initialize differently, nothing is guessed.
 *
 * @param kind what it is in its layer; empty where neither declaration nor name tells
 * @param layer the layer that the declared kind names, if any
 * @param guessed whether the kind is guessed from the name
 * @param doubt why nothing was guessed, where the name allows several kinds, and what to do about
 *     it; in one line
 */
public record KnownKind(
    Optional<Kind> kind, Optional<LayerKind> layer, boolean guessed, Optional<String> doubt) {
  private static final String DERIVED =
      "a part of a weight that PyTorch computes from several (weight_norm, spectral_norm, ...), it"
          + " follows from the values of another parameter: give it an init";

  /**
   * Reads a parameter's kind.
   *
   * @param parameter the parameter
   * @param siblings the model's parameters
   * @return what is known
   */
  public static KnownKind of(ParameterOutline parameter, Siblings siblings) {
    if (siblings.isDerived(parameter.name())) {
      return unknown(Optional.of(DERIVED));
    }
    ParameterName name = siblings.plainName(parameter.name());
    return parameter
        .kind()
        .map(declared -> declared(declared, name).besideAttention(name, siblings))
        .orElseGet(() -> guess(name, parameter.shape(), siblings));
  }

  /**
   * Reads a declared kind.
   *
   * @param declared the kind, in any spelling
   * @param name the parameter's name, which says which of the layer's parameters it is
   * @return what is known; no kind where the word names none
   */
  public static KnownKind declared(String declared, String name) {
    return declared(declared, ParameterName.of(name));
  }

  /**
   * All words that a kind can be declared by: those of layers, as they are compared, then those of
   * the kinds themselves.
   *
   * @return the words
   */
  public static List<String> words() {
    return Stream.concat(
            LayerKind.words().stream(),
            Arrays.stream(Kind.values()).flatMap(kind -> kind.words().stream()))
        .distinct()
        .toList();
  }

  /**
   * What a parameter is whose declared kind may be a word of the user's own: then the name is asked
   * as if none were declared.
   *
   * @param parameter the parameter
   * @param siblings the model's parameters
   * @return what is known
   */
  public static KnownKind ofUsersOwn(ParameterOutline parameter, Siblings siblings) {
    KnownKind known = of(parameter, siblings);
    return known.kind().isPresent() || known.doubt().isPresent()
        ? known
        : guess(siblings.plainName(parameter.name()), parameter.shape(), siblings);
  }

  /** This with the kind that the names of a library say. */
  KnownKind as(Kind said) {
    return new KnownKind(Optional.of(said), layer, guessed, Optional.empty());
  }

  private static KnownKind declared(String declared, ParameterName name) {
    Optional<LayerKind> layer = LayerKind.named(declared);
    Optional<Kind> kind = layer.map(known -> known.member(name)).or(() -> Kind.literal(declared));
    return new KnownKind(kind, layer, false, Optional.empty());
  }

  /** Of a linear layer that is the output of PyTorch's attention, the bias is attention's. */
  private KnownKind besideAttention(ParameterName name, Siblings siblings) {
    boolean ofOutput =
        kind.filter(Kind.BIAS::equals).isPresent() && siblings.isAttentionOutput(name);
    return ofOutput ? as(Kind.ATTENTION_BIAS) : this;
  }

  private static KnownKind guessed(Kind kind) {
    return new KnownKind(Optional.of(kind), Optional.empty(), true, Optional.empty());
  }

  private static KnownKind unknown(Optional<String> doubt) {
    return new KnownKind(Optional.empty(), Optional.empty(), true, doubt);
  }

  private static KnownKind guess(ParameterName name, Shape shape, Siblings siblings) {
    switch (name.member()) {
      case WEIGHT:
        return shape.rank() <= 1
            ? vector(name, shape, siblings)
            : guessed(weight(name, shape, siblings));
      case BIAS:
        return isMask(name, shape)
            ? unknown(Optional.of("it looks like the mask of causal attention: give it an init"))
            : guessed(bias(name, siblings));
      case SCALE:
        return isLayerScale(name, siblings)
            ? unknown(
                Optional.of(
                    "it may be the small factor of a residual branch (LayerScale) or the scale of"
                        + " a normalization: name its kind, or give it an init"))
            : guessed(Kind.NORM_SCALE);
      case SHIFT:
        return guessed(Kind.NORM_SHIFT);
      case RUNNING_MEAN:
        return guessed(Kind.RUNNING_MEAN);
      case RUNNING_VARIANCE:
        return guessed(Kind.RUNNING_VARIANCE);
      case BATCH_COUNT:
        return guessed(Kind.BATCH_COUNT);
      case EMBEDDING:
        return guessed(Kind.EMBEDDING);
      case DEPTHWISE:
        return guessed(Kind.DEPTHWISE);
      case POINTWISE:
        return guessed(Kind.CONVOLUTION);
      case RECURRENT_INPUT:
        return guessed(Kind.RECURRENT_INPUT);
      case RECURRENT:
        return guessed(Kind.RECURRENT);
      case RECURRENT_BIAS:
        return guessed(Kind.RECURRENT_BIAS);
      case PACKED_ATTENTION:
        return guessed(Kind.PACKED_ATTENTION);
      case ATTENTION_INPUT:
        return guessed(Kind.ATTENTION_INPUT);
      case ATTENTION_TOKEN:
        return guessed(Kind.ATTENTION_TOKEN);
      case ATTENTION_BIAS:
        return guessed(Kind.ATTENTION_BIAS);
      case SLOPE:
        return guessed(Kind.PRELU);
      default:
        return unknown(Optional.empty());
    }
  }

  /** A weight of one axis: of a normalization if it is named so or has neighbours of one. */
  private static KnownKind vector(ParameterName name, Shape shape, Siblings siblings) {
    if (name.layerLooksLikePrelu()) {
      return guessed(Kind.PRELU);
    }
    if (name.layerLooksLikeNorm() || siblings.hasNormNeighbour(name, shape)) {
      return guessed(Kind.NORM_SCALE);
    }
    return unknown(
        Optional.of(
            "a weight of one axis alone in its layer may be the scale of a normalization or the"
                + " slope of a PReLU: name its kind, or give it an init"));
  }

  /** What attention keeps as {@code bias} and {@code masked_bias} without adding it to anything. */
  private static boolean isMask(ParameterName name, Shape shape) {
    return (shape.rank() == 0 && name.last().equals("masked_bias"))
        || (shape.rank() == 4
            && name.last().equals("bias")
            && shape.size(0) == 1
            && shape.size(1) == 1
            && shape.size(2) == shape.size(3));
  }

  /** Whether a {@code gamma} is called a LayerScale's, or nothing shows it to be a norm's. */
  private static boolean isLayerScale(ParameterName name, Siblings siblings) {
    return name.layerLooksLikeLayerScale()
        || (name.last().equals("gamma")
            && !name.layerLooksLikeNorm()
            && !siblings.hasShiftOrStatistics(name));
  }

  private static Kind weight(ParameterName name, Shape shape, Siblings siblings) {
    if (siblings.hasBiasOfShape(name, shape)
        || (name.layerLooksLikeNorm() && !siblings.hasBias(name))) {
      return Kind.NORM_SCALE; // over several axes
    }
    if (shape.rank() == 2 && name.layerLooksLikeEmbedding() && !siblings.hasBias(name)) {
      return Kind.EMBEDDING;
    }
    if (shape.rank() == 3 && name.layerLooksLikeBilinear()) {
      return Kind.BILINEAR;
    }
    return shape.rank() == 2 ? Kind.DENSE : Kind.CONVOLUTION;
  }

  private static Kind bias(ParameterName name, Siblings siblings) {
    if (siblings.recurrentKernel(name).isPresent()) {
      return Kind.RECURRENT_BIAS;
    }
    if (siblings.isAttentionOutput(name)) {
      return Kind.ATTENTION_BIAS;
    }
    return siblings.isShift(name) ? Kind.NORM_SHIFT : Kind.BIAS;
  }
}
