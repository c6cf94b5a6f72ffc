package io.tensorinit.model;

import io.tensorinit.Fans;
import io.tensorinit.Layout;
import io.tensorinit.Shape;
import java.util.Optional;
import java.util.function.Function;

/** The parameter a recipe is asked about, and what it may look at to decide. */
final class Subject {
  private final ParameterSpec parameter;
  private final ParameterName name;
  private final Optional<Kind> kind;
  private final Siblings siblings;
  private final Function<ParameterSpec, Layout> layouts;

  /**
   * Asks about a parameter.
   *
   * @param layouts what each parameter's axes mean
   */
  Subject(ParameterSpec parameter, Siblings siblings, Function<ParameterSpec, Layout> layouts) {
    this.parameter = parameter;
    this.name = ParameterName.of(parameter.name());
    this.kind = Kind.of(parameter, siblings);
    this.siblings = siblings;
    this.layouts = layouts;
  }

  String name() {
    return parameter.name();
  }

  Optional<Kind> kind() {
    return kind;
  }

  Shape shape() {
    return parameter.shape();
  }

  Siblings siblings() {
    return siblings;
  }

  /**
   * The fans of the weight that this bias belongs to.
   *
   * @throws IllegalArgumentException if the model does not have the weight, and the bias no fan_in
   *     of its own
   */
  Fans fansOfWeight() {
    return parameter
        .givenFans()
        .or(() -> siblings.weight(name).flatMap(w -> layouts.apply(w).fans(w.shape())))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a bias that follows the fan in of its weight needs the weight in the same"
                        + " model, or a \"fan_in\" of its own"));
  }

  /**
   * The hidden size of the recurrent layer this belongs to.
   *
   * @throws IllegalArgumentException if the model does not have the layer's weight_hh, and this no
   *     fan_in of its own
   */
  double hiddenSize() {
    return parameter
        .givenFans()
        .map(Fans::in)
        .or(() -> siblings.hiddenSize(name).map(Long::doubleValue))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a recurrent layer's parameter needs the layer's weight_hh in the same model,"
                        + " or the hidden size as its \"fan_in\""));
  }
}
