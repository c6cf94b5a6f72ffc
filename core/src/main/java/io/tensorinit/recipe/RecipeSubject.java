package io.tensorinit.recipe;

import io.tensorinit.layout.Fans;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameter a recipe is asked about, and what it may look at to decide. */
public final class RecipeSubject {
  private final ParameterOutline parameter;
  private final ParameterName name;
  private final KnownKind kind;
  private final Siblings siblings;

  /**
   * Asks about a parameter.
   *
   * @param parameter the parameter
   * @param siblings the model's parameters
   */
  public RecipeSubject(ParameterOutline parameter, Siblings siblings) {
    this.parameter = parameter;
    this.name = siblings.plainName(parameter.name());
    this.kind = KnownKind.of(parameter, siblings);
    this.siblings = siblings;
  }

  private RecipeSubject(RecipeSubject other, Kind kind) {
    this.parameter = other.parameter;
    this.name = other.name;
    this.kind = other.kind.as(kind);
    this.siblings = other.siblings;
  }

  /** This parameter, of another kind. */
  RecipeSubject as(Kind other) {
    return new RecipeSubject(this, other);
  }

  /**
   * The parameter's name.
   *
   * @return the whole name
   */
  public String name() {
    return parameter.name();
  }

  /**
   * The parameter's name, taken apart.
   *
   * @return the name's parts
   */
  public ParameterName parts() {
    return name;
  }

  /**
   * The kind that the parameter declares, as it is spelled.
   *
   * @return the kind; empty where it declares none
   */
  public Optional<String> declaredKind() {
    return parameter.kind();
  }

  /**
   * The fans that the parameter gives outright.
   *
   * @return the fans; empty where it gives none
   */
  public Optional<Fans> givenFans() {
    return parameter.givenFans();
  }

  /**
   * What the parameter is in its layer.
   *
   * @return the kind; empty if neither declaration nor name tells
   */
  public Optional<Kind> kind() {
    return kind.kind();
  }

  /**
   * What is known of the parameter's kind, and from where.
   *
   * @return the kind, the layer its declaration names, and whether the kind is guessed
   */
  public KnownKind knownKind() {
    return kind;
  }

  /**
   * The parameter's shape.
   *
   * @return the shape
   */
  public Shape shape() {
    return parameter.shape();
  }

  /**
   * The model's parameters.
   *
   * @return the parameters by name
   */
  public Siblings siblings() {
    return siblings;
  }

  /**
   * The shape of the weight that this bias belongs to, where the weight is of a kind.
   *
   * @param wanted the kind
   * @return the shape; empty if the model does not have the weight, or it is of another kind
   */
  public Optional<Shape> weightOf(Kind wanted) {
    return siblings
        .weight(name)
        .filter(w -> KnownKind.of(w, siblings).kind().filter(wanted::equals).isPresent())
        .map(ParameterOutline::shape);
  }

  /**
   * The fans of the weight that this bias belongs to.
   *
   * @return the fans
   * @throws IllegalArgumentException if the model does not have the weight, and the bias no fan_in
   *     of its own
   */
  public Fans fansOfWeight() {
    return parameter
        .givenFans()
        .or(() -> siblings.weight(name).flatMap(w -> w.layout().get().fans(w.shape())))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "a bias that follows the fan in of its weight needs the weight in the same"
                        + " model, or a \"fan_in\" of its own"));
  }

  /**
   * The hidden size of the recurrent layer this belongs to.
   *
   * @return the hidden size
   * @throws IllegalArgumentException if the model does not have the layer's weight_hh, and this no
   *     fan_in of its own
   */
  public double hiddenSize() {
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

  /**
   * The number of a model's layers.
   *
   * @param set the number that was set, if any
   * @param key the setting, for messages
   * @param list the list of layers in the parameters' names
   * @return the number that was set, else that of the layers named
   * @throws IllegalArgumentException if neither is there
   */
  public long layers(Optional<Long> set, String key, String list) {
    long layers = set.orElseGet(() -> siblings.layerCount(list));
    if (layers == 0) {
      throw new IllegalArgumentException(
          "the recipe needs " + key + " in its config, or parameters named " + list + ".0. ...");
    }
    return layers;
  }

  /**
   * The number of the layer that this belongs to: n of {@code list.n.} in its name.
   *
   * @param list the list of layers, such as {@code layers}
   * @return the number, from 0
   * @throws IllegalArgumentException if the name has none
   */
  public long layer(String list) {
    Matcher numbered =
        Pattern.compile("(?:^|[./])" + Pattern.quote(list) + "[./](\\d{1,9})[./]").matcher(name());
    if (!numbered.find()) {
      throw new IllegalArgumentException(
          "the name must say which layer, as in " + list + ".0. ...");
    }
    return Long.parseLong(numbered.group(1));
  }
}
