package io.tensorinit.model;

import io.tensorinit.DType;
import io.tensorinit.Initializer;
import io.tensorinit.Key;
import io.tensorinit.Layout;
import io.tensorinit.Seed;
import io.tensorinit.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Describes a model step by step; {@link #build} decides everything and checks it. Not safe for use
 * by several threads.
 */
public final class ModelBuilder {
  private Seed seed = Seed.DEFAULT;
  private boolean seedIsFresh;
  private DType dtype = DType.F32;
  private Optional<Layout> layout = Optional.empty();
  private final List<ParameterSpec> parameters = new ArrayList<>();

  ModelBuilder() {}

  /**
   * Sets the seed; 1234 where this is not called.
   *
   * @param seed the seed
   * @return this builder
   */
  public ModelBuilder seed(Seed seed) {
    this.seed = seed;
    this.seedIsFresh = false;
    return this;
  }

  /**
   * Draws a seed nobody used before.
   *
   * @return this builder
   */
  public ModelBuilder freshSeed() {
    this.seed = Seed.fresh();
    this.seedIsFresh = true;
    return this;
  }

  /**
   * Sets the dtype of parameters that name none; F32 where this is not called.
   *
   * @param dtype the dtype
   * @return this builder
   */
  public ModelBuilder dtype(DType dtype) {
    this.dtype = dtype;
    return this;
  }

  /**
   * Sets the layout of parameters that name none. Where this is not called it is the recipe's, else
   * that of the peer whose name the initializer has, else {@link Layout#OUT_IN}.
   *
   * @param layout the layout
   * @return this builder
   */
  public ModelBuilder layout(Layout layout) {
    this.layout = Optional.of(layout);
    return this;
  }

  /**
   * Adds a parameter that rules or recipe give an initializer.
   *
   * @param name its name
   * @param shape its shape
   * @return this builder
   */
  public ModelBuilder parameter(String name, Shape shape) {
    return parameter(ParameterSpec.of(name, shape));
  }

  /**
   * Adds a parameter.
   *
   * @param name its name
   * @param shape its shape
   * @param init its initializer
   * @return this builder
   */
  public ModelBuilder parameter(String name, Shape shape, Initializer init) {
    return parameter(ParameterSpec.of(name, shape).init(init));
  }

  /**
   * Adds a parameter.
   *
   * @param parameter its description
   * @return this builder
   */
  public ModelBuilder parameter(ParameterSpec parameter) {
    parameters.add(parameter);
    return this;
  }

  /**
   * Decides what is left open and checks everything.
   *
   * @return the model
   * @throws ManifestException if two parameters have one name, nothing gives a parameter an
   *     initializer, or its initializer refuses it; the message names the parameter
   */
  public Model build() {
    Set<String> names = new HashSet<>();
    List<Parameter> decided = new ArrayList<>(parameters.size());
    for (ParameterSpec spec : parameters) {
      if (!names.add(spec.name())) {
        throw refused(spec, "must have a name of its own, but another parameter has it too", null);
      }
      decided.add(decide(spec));
    }
    return new Model(seed, seedIsFresh, decided, Map.of());
  }

  private Parameter decide(ParameterSpec spec) {
    NamedInitializer init =
        spec.init()
            .orElseThrow(
                () -> refused(spec, "has no initializer: no init, rule or recipe gives one", null));
    try {
      Key key = spec.key().orElseGet(() -> init.seed().orElse(seed).key(spec.name()));
      return new Parameter(
          spec.name(),
          spec.shape(),
          spec.dtype().orElse(dtype),
          init,
          effectiveLayout(spec, init.initializer()),
          key,
          spec.shardAxis());
    } catch (IllegalArgumentException e) {
      throw refused(spec, e.getMessage(), e);
    }
  }

  private Layout effectiveLayout(ParameterSpec spec, Initializer initializer) {
    return spec.layout().or(() -> layout).or(initializer::ownLayout).orElse(Layout.OUT_IN);
  }

  private static ManifestException refused(ParameterSpec spec, String why, Throwable cause) {
    return new ManifestException("parameter " + OneLine.quoted(spec.name()) + ": " + why, cause);
  }
}
