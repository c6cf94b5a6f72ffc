package io.tensorinit.model;

import io.tensorinit.layout.Layout;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.recipe.Glob;
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

  private Rule(
      Optional<Glob> match,
      Optional<String> kind,
      Optional<NamedInitializer> init,
      Optional<DType> dtype,
      Optional<Layout> layout) {
    this.match = match;
    this.kind = kind;
    this.init = init;
    this.dtype = dtype;
    this.layout = layout;
  }

  private static Rule on(Optional<Glob> match, Optional<String> kind) {
    return new Rule(match, kind, Optional.empty(), Optional.empty(), Optional.empty());
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
   * A rule for parameters by kind.
   *
   * @param kind the kind, compared with the one a parameter declares
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
    return new Rule(match, Optional.of(newKind), init, dtype, layout);
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
    return new Rule(match, kind, Optional.of(initializer), dtype, layout);
  }

  /**
   * This rule, giving a dtype.
   *
   * @param newDType the dtype
   * @return the changed rule
   */
  public Rule dtype(DType newDType) {
    return new Rule(match, kind, init, Optional.of(newDType), layout);
  }

  /**
   * This rule, giving a layout.
   *
   * @param newLayout the layout
   * @return the changed rule
   */
  public Rule layout(Layout newLayout) {
    return new Rule(match, kind, init, dtype, Optional.of(newLayout));
  }

  boolean matches(ParameterSpec parameter) {
    return match.map(glob -> glob.matches(parameter.name())).orElse(true)
        && kind.map(k -> parameter.kind().map(k::equals).orElse(false)).orElse(true);
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
}
