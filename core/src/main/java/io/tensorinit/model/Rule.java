package io.tensorinit.model;

import io.tensorinit.json.MessageText;
import io.tensorinit.layout.Layout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.recipe.Glob;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.KnownKind;
import io.tensorinit.recipe.LayerKind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.DType;
import java.util.Optional;

/**
 * What all parameters of a kind, or with names of a pattern, are given where they do not say
 * themselves. Of each thing the first rule that matches and gives it decides. Immutable: each
 * method returns a changed copy.
 *
 * @see ModelBuilder#rule
 */
@CheckReturnValue
public final class Rule {
  private final Optional<Glob> match;
  private final Optional<String> kind;
  private final Optional<NamedInitializer> init;
  private final Optional<DType> dtype;
  private final Optional<Layout> layout;
  private final Optional<Sharding> sharding;

  private Rule(
      Optional<Glob> match,
      Optional<String> kind,
      Optional<NamedInitializer> init,
      Optional<DType> dtype,
      Optional<Layout> layout,
      Optional<Sharding> sharding) {
    this.match = match;
    this.kind = kind;
    this.init = init;
    this.dtype = dtype;
    this.layout = layout;
    this.sharding = sharding;
  }

  private static Rule on(Optional<Glob> match, Optional<String> kind) {
    return new Rule(
        match, kind, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * A rule for parameters by name.
   *
   * @param pattern a {@link Glob} over the whole name
   * @return the rule, which gives nothing yet
   * @throws IllegalArgumentException if the pattern is malformed
   */
  public static Rule match(String pattern) {
    return on(Optional.of(new Glob(pattern)), Optional.empty());
  }

  /**
   * A rule for parameters by the kind they declare: the name of a layer's class or kind ({@code
   * linear}, {@code Conv2d}), in any spelling, or what a parameter is in its layer ({@code bias},
   * {@code norm_scale}, {@code recurrent}; {@link io.tensorinit.recipe.Kind}).
   *
   * <p>An initializer that a rule by a layer's kind alone gives is meant for the layer's weights,
   * for a normalization its scale. Biases, and what else stands beside weights, are left to later
   * rules and the recipe; where these say nothing they are zeros, scales and running variances
   * ones. A rule by {@code bias}, or one with a {@linkplain #match pattern}, too, says otherwise:
   * {@code Rule.match("*.bias").andKind("linear")}. A dtype or layout is meant for all of the
   * layer's parameters.
   *
   * @param kind the kind
   * @return the rule, which gives nothing yet
   */
  public static Rule kind(String kind) {
    return on(Optional.empty(), Optional.of(kind));
  }

  /**
   * This rule, for parameters of a kind only.
   *
   * @param newKind the kind
   * @return the changed rule
   */
  public Rule andKind(String newKind) {
    return new Rule(match, Optional.of(newKind), init, dtype, layout, sharding);
  }

  /**
   * This rule, giving an initializer.
   *
   * @param initializer the initializer
   * @return the changed rule
   */
  public Rule init(Initializer initializer) {
    return init(NamedInitializer.of(initializer));
  }

  /**
   * This rule, giving an initializer by name.
   *
   * @param name the name, with or without a peer's prefix
   * @return the changed rule
   * @throws IllegalArgumentException if there is no such name, or it needs parameters
   */
  public Rule init(String name) {
    return init(InitializerNames.named(name));
  }

  Rule init(NamedInitializer initializer) {
    return new Rule(match, kind, Optional.of(initializer), dtype, layout, sharding);
  }

  /**
   * This rule, giving a dtype.
   *
   * @param newDType the dtype
   * @return the changed rule
   */
  public Rule dtype(DType newDType) {
    return new Rule(match, kind, init, Optional.of(newDType), layout, sharding);
  }

  /**
   * This rule, giving a layout.
   *
   * @param newLayout the layout
   * @return the changed rule
   */
  public Rule layout(Layout newLayout) {
    return new Rule(match, kind, init, dtype, Optional.of(newLayout), sharding);
  }

  /**
   * This rule, saying how parameters are divided among the ranks of a sharded checkpoint.
   *
   * @param newSharding along which axis, or not at all
   * @return the changed rule
   */
  public Rule shard(Sharding newSharding) {
    return new Rule(match, kind, init, dtype, layout, Optional.of(newSharding));
  }

  boolean matches(ParameterSpec parameter) {
    return match.map(glob -> glob.matches(parameter.name())).orElse(true)
        && kind.map(
                asked -> parameter.kind().filter(its -> isMeant(asked, its, parameter)).isPresent())
            .orElse(true);
  }

  private static boolean isMeant(String asked, String declared, ParameterSpec parameter) {
    return LayerKind.isMeant(asked, declared)
        || KnownKind.declared(declared, parameter.name())
            .kind()
            .filter(kind -> kind.isCalled(asked))
            .isPresent();
  }

  /** Whether no pattern of names says which parameters of a layer are meant. */
  boolean isByKindAlone() {
    return match.isEmpty();
  }

  /**
   * Whether a rule by kind alone gives its initializer to a parameter that it matches, or leaves it
   * to others.
   */
  boolean givesItsInitializerTo(KnownKind parameter) {
    Optional<Kind> its = parameter.kind();
    if (its.isEmpty()) {
      return parameter.doubt().isEmpty();
    }
    return its.get().isWeight()
        || its.get().isCalled(kind.orElse(""))
        || parameter.layer().map(LayerKind::main).equals(its);
  }

  /** What the rule is about. */
  String about() {
    String byName = match.map(glob -> "match " + MessageText.quoted(glob.toString())).orElse("");
    String byKind = kind.map(word -> "kind " + MessageText.quoted(word)).orElse("");
    return match.isPresent() && kind.isPresent() ? byName + ", " + byKind : byName + byKind;
  }

  Optional<NamedInitializer> init() {
    return init;
  }

  Optional<DType> dtype() {
    return dtype;
  }

  Optional<Layout> layout() {
    return layout;
  }

  Optional<Sharding> sharding() {
    return sharding;
  }
}
