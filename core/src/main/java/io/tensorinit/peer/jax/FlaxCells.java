package io.tensorinit.peer.jax;

import io.tensorinit.peer.AttentionHeads;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.LayerKind;
import io.tensorinit.recipe.ParameterName;
import io.tensorinit.recipe.RecipeSubject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What Flax's own names say. A recurrent cell is made of dense layers: those named after an i read
 * the inputs, those named after an h the state ({@code hi}, {@code hn}; in nnx {@code dense_h}); of
 * a convolutional cell both are plain convolutions. Running statistics are {@code mean} and {@code
 * var}.
 *
 * <p>Source: flax.linen.recurrent, flax.nnx.nn.recurrent and flax.linen.normalization, Flax 0.12.
 */
final class FlaxCells {
  private static final Set<String> OF_STATE =
      Set.of("hi", "hf", "hg", "ho", "hr", "hz", "hn", "dense_h");
  private static final Set<String> OF_INPUT =
      Set.of("i", "ii", "if", "if_", "ig", "io", "ir", "iz", "in", "dense_i");
  private static final List<String> CELLS = List.of("lstm", "gru", "mgu", "rnn", "cell");
  private static final Set<Kind> RECURRENT =
      Set.of(Kind.RECURRENT, Kind.RECURRENT_INPUT, Kind.RECURRENT_BIAS);
  private static final Set<Kind> NORMS = Set.of(Kind.NORM_SCALE, Kind.NORM_SHIFT);

  private FlaxCells() {}

  /**
   * The kind that Flax's names tell.
   *
   * @param subject the parameter
   * @return the kind; empty where the names common to all libraries say it
   * @throws IllegalArgumentException if the parameter is a recurrent layer's kernel whose layer's
   *     name does not say which, or a dense kernel of more than two axes whose fans nothing says
   */
  static Optional<Kind> kind(RecipeSubject subject) {
    switch (subject.parts().last()) {
      case "mean":
        return statistic(subject, Kind.RUNNING_MEAN);
      case "var":
        return statistic(subject, Kind.RUNNING_VARIANCE);
      case "kernel":
        return kernel(subject);
      case "scale":
        return isOfAttention(subject) ? Optional.of(Kind.NORM_SCALE) : Optional.empty();
      default:
        return Optional.empty();
    }
  }

  private static Optional<Kind> statistic(RecipeSubject subject, Kind kind) {
    boolean norm =
        subject.declaredKind().isEmpty() || subject.kind().filter(NORMS::contains).isPresent();
    return norm ? Optional.of(kind) : Optional.empty();
  }

  /** Whether a scale is that of the normalized queries or keys of an attention. */
  private static boolean isOfAttention(RecipeSubject subject) {
    return subject.knownKind().layer().filter(LayerKind.ATTENTION::equals).isPresent();
  }

  private static Optional<Kind> kernel(RecipeSubject subject) {
    boolean declared = subject.declaredKind().isPresent();
    boolean recurrent = declared && subject.kind().filter(RECURRENT::contains).isPresent();
    if (!declared || recurrent) {
      Optional<Kind> ofCell = ofCell(subject, recurrent);
      if (ofCell.isPresent()) {
        return ofCell;
      }
    }
    if (recurrent) {
      return Optional.of(undivided(subject));
    }
    requireKnownAxes(subject);
    return Optional.empty();
  }

  private static Optional<Kind> ofCell(RecipeSubject subject, boolean recurrent) {
    String layer = subject.parts().layerName();
    boolean convolution = recurrent || layer.equals("ih") || layer.equals("hh");
    if (convolution && subject.shape().rank() > 2) {
      return Optional.of(Kind.CONVOLUTION);
    }
    boolean inCell = recurrent || isInCell(subject);
    if (OF_STATE.contains(layer) || (inCell && (layer.equals("h") || layer.equals("hh")))) {
      return Optional.of(Kind.RECURRENT);
    }
    return OF_INPUT.contains(layer) || (inCell && layer.equals("ih"))
        ? Optional.of(Kind.RECURRENT_INPUT)
        : Optional.empty();
  }

  /** Whether a layer stands beside one named i, or inside one that is named like a cell. */
  private static boolean isInCell(RecipeSubject subject) {
    ParameterName name = subject.parts();
    if (subject.siblings().find(name.inLayer("i")).isPresent()) {
      return true;
    }
    String path = name.layer().toLowerCase(Locale.ROOT);
    return CELLS.stream().anyMatch(path::contains);
  }

  /** Of a recurrent layer's kernel whose layer's name says nothing: what the declared kind says. */
  private static Kind undivided(RecipeSubject subject) {
    switch (subject.declaredKind().orElse("").toLowerCase(Locale.ROOT).replace('-', '_')) {
      case "recurrent_kernel":
        return Kind.RECURRENT;
      case "recurrent_input":
        return Kind.RECURRENT_INPUT;
      default:
        throw new IllegalArgumentException(
            "a recurrent layer's kernel is of the inputs (kind \"recurrent_input\") or of the state"
                + " (kind \"recurrent_kernel\"); the name does not say which, as Flax's i.../kernel"
                + " and h.../kernel would");
    }
  }

  /** Refuses a dense kernel of several axes of inputs or outputs, which Flax flattens. */
  private static void requireKnownAxes(RecipeSubject subject) {
    String layer = subject.parts().layerName();
    boolean general =
        subject.declaredKind().isPresent()
            ? subject.kind().filter(Kind.DENSE::equals).isPresent()
            : layer.startsWith("DenseGeneral") || layer.startsWith("LinearGeneral");
    boolean known = AttentionHeads.isTo(subject) || isFromHeads(subject);
    if (general && subject.shape().rank() > 2 && !known && subject.givenFans().isEmpty()) {
      throw new IllegalArgumentException(
          "a dense kernel of shape "
              + subject.shape()
              + " may have several axes of inputs: give it their product as \"fan_in\"");
    }
  }

  /** Whether a kernel makes the output of an attention: (heads, size, out). */
  static boolean isFromHeads(RecipeSubject subject) {
    return AttentionHeads.isFrom(subject, "out");
  }
}
