package io.tensorinit.peer.keras;

import io.tensorinit.peer.AttentionHeads;
import io.tensorinit.peer.Spelling;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.ParameterName;
import io.tensorinit.recipe.ParameterOutline;
import io.tensorinit.recipe.RecipeSubject;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the names of Keras's variables say that the names common to all libraries do not.
 *
 * <p>Source: keras.layers 3.15, the names in each layer's {@code add_weight}.
 */
final class KerasLayers {
  private static final int LSTM_GATES = 4;
  private static final Set<Kind> NORMS = Set.of(Kind.NORM_SCALE, Kind.NORM_SHIFT);
  private static final List<String> OTHER_CELLS = List.of("gru", "simplernn");

  private KerasLayers() {}

  /**
   * The kind that Keras's names tell.
   *
   * @param subject the parameter
   * @return the kind; empty where the names common to all libraries say it
   * @throws IllegalArgumentException if the parameter is the kernel of an EinsumDense of more than
   *     two axes, whose fans nothing says
   */
  static Optional<Kind> kind(RecipeSubject subject) {
    switch (subject.parts().last()) {
      case "kernel":
        requireKnownAxes(subject);
        return Optional.empty();
      case "pointwise_kernel":
        return Optional.of(Kind.CONVOLUTION);
      case "depthwise_kernel":
        return Optional.of(Kind.DEPTHWISE);
      case "recurrent_kernel":
        return Optional.of(Kind.RECURRENT);
      case "reverse_embeddings":
        return Optional.of(Kind.EMBEDDING);
      case "mean":
        return statistic(subject, Kind.RUNNING_MEAN);
      case "variance":
        return statistic(subject, Kind.RUNNING_VARIANCE);
      case "bias":
        return isNamedAsCellBias(subject) ? Optional.of(Kind.RECURRENT_BIAS) : Optional.empty();
      default:
        return Optional.empty();
    }
  }

  private static Optional<Kind> statistic(RecipeSubject subject, Kind kind) {
    boolean norm =
        subject.declaredKind().isEmpty() || subject.kind().filter(NORMS::contains).isPresent();
    return norm ? Optional.of(kind) : Optional.empty();
  }

  /** Whether the layer is named like a recurrent one and nothing in the model shows another. */
  private static boolean isNamedAsCellBias(RecipeSubject subject) {
    if (subject.declaredKind().isPresent()) {
      return false;
    }
    boolean dense = subject.siblings().weight(subject.parts()).isPresent();
    return !dense
        && (isNamed(subject, "lstm") || isNamed(subject, "gru") || isNamed(subject, "rnn"));
  }

  /** Whether the layer's own name holds a word. */
  private static boolean isNamed(RecipeSubject subject, String word) {
    return subject.parts().layerName().toLowerCase(Locale.ROOT).contains(word);
  }

  /**
   * Whether the bias of a recurrent layer is an LSTM's: by the kind it declares, else by its
   * recurrent kernel, (..., units, 4 units), else by the layer's name.
   *
   * @param bias the bias
   * @return whether it is
   * @throws IllegalArgumentException if none of these tells
   */
  static boolean isOfLstm(RecipeSubject bias) {
    String declared = bias.declaredKind().map(Spelling::canonical).orElse("");
    if (declared.contains("lstm")) {
      return true;
    }
    if (OTHER_CELLS.stream().anyMatch(declared::contains) || bias.shape().rank() != 1) {
      return false;
    }
    Optional<Shape> kernel =
        bias.siblings()
            .recurrentKernel(bias.parts())
            .map(ParameterOutline::shape)
            .filter(shape -> shape.rank() >= 2);
    if (kernel.isPresent()) {
      return kernel.get().size(-1) == LSTM_GATES * kernel.get().size(-2);
    }
    if (isNamed(bias, "lstm")) {
      return true;
    }
    if (declared.contains("rnn") || isNamed(bias, "gru") || isNamed(bias, "rnn")) {
      return false;
    }
    throw new IllegalArgumentException(
        "a recurrent layer's bias needs the layer's recurrent_kernel in the same model, or the kind"
            + " lstm, gru or rnn: an LSTM's has ones in the forget gate");
  }

  /** Whether a kernel makes the output of an attention: (heads, size, out). */
  static boolean isFromHeads(RecipeSubject subject) {
    return AttentionHeads.isFrom(subject, "attention_output");
  }

  /** Refuses the kernel of an EinsumDense whose equation would say which axes are the inputs. */
  private static void requireKnownAxes(RecipeSubject subject) {
    boolean einsum =
        subject.declaredKind().isPresent()
            ? Spelling.canonical(subject.declaredKind().get()).startsWith("einsum")
                || subject.kind().filter(Kind.DENSE::equals).isPresent()
            : subject.parts().layerName().startsWith("einsum_dense");
    boolean known =
        AttentionHeads.isTo(subject) || isFromHeads(subject) || subject.givenFans().isPresent();
    if (einsum && subject.shape().rank() > 2 && !known) {
      throw new IllegalArgumentException(
          "the fans of a dense kernel of shape "
              + subject.shape()
              + " follow from the layer's equation: give it \"fan_in\" and \"fan_out\"");
    }
  }

  /** Whether a scale is that of an additive attention. */
  static boolean isAdditiveScale(RecipeSubject subject) {
    ParameterName name = subject.parts();
    String layer = subject.declaredKind().orElse(name.layerName());
    return name.last().equals("scale") && Spelling.canonical(layer).startsWith("additiveattention");
  }

  /** Whether a parameter counts the batches a Normalization has seen. */
  static boolean isCount(RecipeSubject subject) {
    String layer = subject.declaredKind().orElse(subject.parts().layerName());
    return subject.parts().last().equals("count")
        && Spelling.canonical(layer).startsWith("normalization");
  }
}
