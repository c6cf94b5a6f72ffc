package io.tensorinit.model;

import io.tensorinit.backend.Backend;
import io.tensorinit.json.JsonWriter;
import io.tensorinit.json.MessageText;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A whole model, decided but not filled: its parameters in order and the seed they follow from.
 * Immutable, so safe for use by several threads; its size in memory depends on the number of
 * parameters, not on theirs.
 *
 * <p>Where {@linkplain ParameterSpec#of(String) shapes come later}, what follows from them is
 * {@linkplain #undecided not decided} yet, and whatever asks for the whole model is refused.
 */
public final class Model {
  private final Seed seed;
  private final boolean seedIsFresh;
  private final List<Parameter> decided;
  private final Map<String, Parameter> byName;
  private final Map<String, String> ties;
  private final Map<String, String> undecided;
  private final ModelBuilder description;
  private final long elementCount;
  private final long bytes;

  Model(
      Seed seed,
      boolean seedIsFresh,
      List<Parameter> decided,
      Map<String, String> ties,
      Map<String, String> undecided,
      ModelBuilder description) {
    this.seed = seed;
    this.seedIsFresh = seedIsFresh;
    this.decided = List.copyOf(decided);
    this.byName = new HashMap<>(2 * decided.size());
    this.ties = new LinkedHashMap<>(ties);
    this.undecided = new LinkedHashMap<>(undecided);
    this.description = description;
    long elements = 0;
    long size = 0;
    for (Parameter parameter : decided) {
      byName.put(parameter.name(), parameter);
      elements += parameter.shape().elementCount();
      size += parameter.bytes();
      if (elements < 0 || size < 0) {
        throw new ManifestException("a model must have at most 2^63 - 1 elements and bytes");
      }
    }
    this.elementCount = elements;
    this.bytes = size;
  }

  /**
   * Starts describing a model.
   *
   * @return a builder without parameters
   */
  public static ModelBuilder builder() {
    return new ModelBuilder();
  }

  /**
   * The seed the keys follow from.
   *
   * @return the seed
   */
  public Seed seed() {
    return seed;
  }

  /**
   * Whether the seed was drawn afresh because {@code null} was asked for. Then it must be reported,
   * or the model cannot be made again.
   *
   * @return true if the seed was drawn, not chosen
   */
  public boolean seedIsFresh() {
    return seedIsFresh;
  }

  /**
   * The names of all parameters: decided, undecided and tied ones.
   *
   * @return an unmodifiable list, in the order they were listed
   */
  public List<String> names() {
    return description.names();
  }

  /**
   * The parameters that have values of their own, in the order they were listed.
   *
   * @return an unmodifiable list
   * @throws IllegalStateException if one of them is {@linkplain #undecided not decided} yet
   */
  public List<Parameter> parameters() {
    requireDecided();
    return decided;
  }

  /**
   * The parameters that have values of their own and are decided: all but the {@link #undecided}.
   *
   * @return an unmodifiable list, in the order they were listed
   */
  public List<Parameter> decided() {
    return decided;
  }

  /**
   * The parameters that are not decided yet, because a shape is not known: their own, or one that
   * theirs or their initializer follows from.
   *
   * @return an unmodifiable map from names to what is missing, in the order they were listed; empty
   *     for a model whose shapes are all known
   */
  public Map<String, String> undecided() {
    return Collections.unmodifiableMap(undecided);
  }

  private void requireDecided() {
    undecided.keySet().stream().findFirst().ifPresent(this::requireDecided);
  }

  private void requireDecided(String name) {
    String missing = undecided.get(name);
    if (missing != null) {
      throw new IllegalStateException(
          "parameter " + MessageText.quoted(name) + " is not decided: " + missing);
    }
  }

  /**
   * The parameter of this name.
   *
   * @param name the name
   * @return the parameter, empty if there is none or it is tied to another
   * @throws IllegalStateException if it is {@linkplain #undecided not decided} yet
   */
  public Optional<Parameter> parameter(String name) {
    requireDecided(name);
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The parameters that are other names of one in {@link #parameters()}: they have no values of
   * their own, are not counted and not stored.
   *
   * @return an unmodifiable map from the tied name to the name it stands for, in listed order
   */
  public Map<String, String> ties() {
    return Collections.unmodifiableMap(ties);
  }

  /**
   * The number of elements of all parameters.
   *
   * @return the sum of their element counts
   * @throws IllegalStateException if a parameter is {@linkplain #undecided not decided} yet
   */
  public long elementCount() {
    requireDecided();
    return elementCount;
  }

  /**
   * The size of the values of all parameters.
   *
   * @return the sum of their sizes in bytes
   * @throws IllegalStateException if a parameter is {@linkplain #undecided not decided} yet
   */
  public long bytes() {
    requireDecided();
    return bytes;
  }

  /**
   * Why a backend cannot fill this model, as far as it is decided, if so.
   *
   * @param backend an open backend
   * @return the first parameter it refuses and its reason, in one line; empty if it can fill all
   */
  public Optional<String> refusal(Backend backend) {
    for (Parameter parameter : decided) {
      Optional<String> reason = backend.refusal(parameter.plan(), parameter.shape());
      if (reason.isPresent()) {
        return Optional.of("cannot fill \"" + parameter.name() + "\": " + reason.get());
      }
    }
    return Optional.empty();
  }

  /**
   * The rules that match no parameter, most often because of a misspelled pattern.
   *
   * @return a line each, none if every rule has one
   */
  public List<String> idleRules() {
    return description.idleRules();
  }

  /**
   * What is worth knowing before it is filled: {@link #idleRules}, then what its parameters
   * {@linkplain Parameter#warnings warn of}, as far as they are decided.
   *
   * @return a line each, none if all is well
   */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(idleRules());
    for (Parameter parameter : decided) {
      parameter.warnings().forEach(warning -> warnings.add(parameter.name() + ": " + warning));
    }
    return List.copyOf(warnings);
  }

  /**
   * This model with a shape that was not known before.
   *
   * @param name the name of a parameter that was described without its shape
   * @param shape its whole shape
   * @return the model that a builder makes that was told the shape at once
   * @throws ManifestException as {@link #withShapes}
   */
  @CheckReturnValue
  public Model withShape(String name, Shape shape) {
    return withShapes(Map.of(name, shape));
  }

  /**
   * This model with shapes that were not known before.
   *
   * @param shapes names of parameters that were described without their shape, and their whole
   *     shapes
   * @return the model that a builder makes that was told the shapes at once
   * @throws ManifestException if a name is no parameter's, if its shape is known already and
   *     another, or as {@link ModelBuilder#build}
   */
  @CheckReturnValue
  public Model withShapes(Map<String, Shape> shapes) {
    Map<String, Shape> left = new LinkedHashMap<>(shapes);
    Model changed =
        description.changed(
            this,
            spec -> {
              Shape shape = left.remove(spec.name());
              return shape == null ? spec : withShape(spec, shape);
            });
    for (String name : left.keySet()) {
      throw new ManifestException("the model has no parameter " + MessageText.quoted(name));
    }
    return changed;
  }

  private static ParameterSpec withShape(ParameterSpec spec, Shape shape) {
    try {
      spec.knownShape()
          .filter(known -> !known.equals(shape))
          .ifPresent(
              known -> {
                throw new IllegalArgumentException("has shape " + known + ", was given " + shape);
              });
      return spec.shape(shape);
    } catch (IllegalArgumentException e) {
      throw new ManifestException(
          "parameter " + MessageText.quoted(spec.name()) + ": " + e.getMessage(), e);
    }
  }

  /**
   * The parameters that a rule is about.
   *
   * @param rule the rule
   * @return the names of those with values of their own that it gives its initializer to, in the
   *     order they were listed
   * @throws IllegalStateException if that depends on a shape that is not known yet
   */
  public List<String> matching(Rule rule) {
    return description.matching(rule).stream().map(ParameterSpec::name).toList();
  }

  /**
   * This model with a rule that beats everything said of the parameters it matches: their own
   * initializer, scale and parts, the rules before it and the recipe. Each draws from the key it
   * had, unless the initializer has a seed of its own. Their dtypes stay.
   *
   * <pre>{@code
   * model.apply(Rule.match("0.weight").init(glorotUniform()))
   *     .apply(Rule.match("2.weight").init(constant(42)));
   * }</pre>
   *
   * @param rule the rule, which gives an initializer, and may give a layout
   * @return the changed model
   * @throws IllegalArgumentException if the rule gives no initializer, or a dtype, or matches no
   *     parameter
   * @throws ManifestException if the initializer refuses one of the parameters
   * @throws IllegalStateException as {@link #matching}
   */
  @CheckReturnValue
  public Model apply(Rule rule) {
    NamedInitializer init =
        rule.init()
            .orElseThrow(
                () -> new IllegalArgumentException("a rule to apply must give an initializer"));
    if (rule.dtype().isPresent()) {
      throw new IllegalArgumentException(
          "a rule to apply changes no dtype, was " + rule.dtype().get());
    }
    Set<String> names = new HashSet<>(matching(rule));
    if (names.isEmpty()) {
      throw new IllegalArgumentException("the rule to apply matches no parameter: " + rule.about());
    }
    return description.changed(
        this,
        spec -> {
          if (!names.contains(spec.name())) {
            return spec;
          }
          ParameterSpec changed = spec.filledAnew(init);
          return rule.layout().map(changed::layout).orElse(changed);
        });
  }

  /**
   * This model with other initializers of some parameters, as {@link #apply(Rule)} gives them.
   *
   * @param initializers names of parameters with values of their own, and their initializers
   * @return the changed model
   * @throws ManifestException if a name is no such parameter's, or an initializer refuses its
   *     parameter
   */
  @CheckReturnValue
  public Model withInitializers(Map<String, Initializer> initializers) {
    Map<String, Initializer> left = new LinkedHashMap<>(initializers);
    Model changed =
        description.changed(
            this,
            spec -> {
              Initializer init = spec.tiedTo().isPresent() ? null : left.remove(spec.name());
              return init == null ? spec : spec.filledAnew(NamedInitializer.of(init));
            });
    for (String name : left.keySet()) {
      throw new ManifestException(
          "the model has no parameter " + MessageText.quoted(name) + " with values of its own");
    }
    return changed;
  }

  /**
   * Writes the plan: for each parameter what it is filled with, and what that means in numbers.
   *
   * <pre>{@code
   * {"seed", "parameters": [{"name", "shape", "dtype", "initializer", "fan_in", "fan_out", "mean",
   *   "std", "min", "max", "bytes", "layout", "rule", "kind", "kind_guessed", "key"}],
   *   "total": {"parameters", "elements", "bytes"}}
   * }</pre>
   *
   * <p>{@code rule} says what gave it the initializer: {@code init} is its own, {@code rules[0],
   * ...} a rule of the model, {@code recipe NAME, ...} the recipe; {@code kind} is what it is in
   * its layer where that decided, null elsewhere; {@code key} is what its values are drawn from.
   *
   * @param out where the JSON goes; it is not closed
   * @throws IOException if {@code out} fails
   */
  public void writePlanJson(Writer out) throws IOException {
    JsonWriter.write(PlanReport.of(this), out);
  }
}
