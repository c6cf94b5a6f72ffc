package io.tensorinit.model;

import io.tensorinit.layout.Layout;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Describes a model step by step; {@link #build} decides everything and checks it. Not safe for use
 * by several threads.
 */
public final class ModelBuilder {
  /** Empty where each build draws one. */
  private Optional<Seed> seed = Optional.of(Seed.DEFAULT);

  private Optional<DType> dtype = Optional.empty();
  private Optional<Layout> layout = Optional.empty();
  private Optional<Recipe> recipe = Optional.empty();
  private Sharding sharding = Sharding.WHOLE;
  private final List<Rule> rules = new ArrayList<>();
  private final List<ParameterSpec> parameters = new ArrayList<>();

  ModelBuilder() {}

  private ModelBuilder(ModelBuilder other) {
    seed = other.seed;
    dtype = other.dtype;
    layout = other.layout;
    recipe = other.recipe;
    sharding = other.sharding;
    rules.addAll(other.rules);
    parameters.addAll(other.parameters);
  }

  /** A builder that goes on from here and leaves this one as it is. */
  ModelBuilder copy() {
    return new ModelBuilder(this);
  }

  /**
   * Sets the seed; 1234 where this is not called.
   *
   * @param seed the seed
   * @return this builder
   */
  public ModelBuilder seed(Seed seed) {
    this.seed = Optional.of(seed);
    return this;
  }

  /**
   * Lets each {@link #build} draw a seed that was never used before.
   *
   * @return this builder
   */
  public ModelBuilder freshSeed() {
    this.seed = Optional.empty();
    return this;
  }

  /**
   * Sets the dtype of parameters that name none. Where this is not called it is that of an
   * initializer whose name says one, else F32.
   *
   * @param dtype the dtype
   * @return this builder
   */
  public ModelBuilder dtype(DType dtype) {
    this.dtype = Optional.of(dtype);
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
   * Sets the recipe, which gives an initializer to parameters that neither they themselves nor a
   * rule give one.
   *
   * @param recipe the recipe
   * @return this builder
   */
  public ModelBuilder recipe(Recipe recipe) {
    this.recipe = Optional.of(recipe);
    return this;
  }

  /**
   * Sets how parameters that nothing else says it of are divided among the ranks of a sharded
   * checkpoint; where this is not called they stay whole. One whose shape has no such axis, as a
   * scalar, stays whole, too.
   *
   * @param sharding along which axis, or not at all
   * @return this builder
   */
  public ModelBuilder shard(Sharding sharding) {
    this.sharding = sharding;
    return this;
  }

  /**
   * Adds a rule, which beats the recipe and the rules added later.
   *
   * @param rule the rule
   * @return this builder
   */
  public ModelBuilder rule(Rule rule) {
    rules.add(rule);
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
   * Adds a parameter whose shape comes {@linkplain Model#withShape later}, and that rules or recipe
   * give an initializer.
   *
   * @param name its name
   * @return this builder
   */
  public ModelBuilder parameter(String name) {
    return parameter(ParameterSpec.of(name));
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
   *     initializer, its initializer refuses it, or it is tied to something else than a parameter
   *     of its shape with values of its own; the message names the parameter. What follows from a
   *     shape that is not known yet is checked when {@link Model#withShape} gives it
   */
  @CheckReturnValue
  public Model build() {
    return copy().decided(seed.orElseGet(Seed::fresh), seed.isEmpty());
  }

  /** The model that this describes; from now on this belongs to it. */
  private Model decided(Seed its, boolean seedIsFresh) {
    return resolver().resolve(its, seedIsFresh, this);
  }

  /** The model with other descriptions of its parameters, in their order, and the same seed. */
  Model changed(Model model, UnaryOperator<ParameterSpec> change) {
    ModelBuilder other = copy();
    other.parameters.replaceAll(change);
    return other.decided(model.seed(), model.seedIsFresh());
  }

  List<String> names() {
    return parameters.stream().map(ParameterSpec::name).toList();
  }

  /** A line for each rule that matches no parameter. */
  List<String> idleRules() {
    List<String> idle = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      if (parameters.stream().noneMatch(rules.get(i)::matches)) {
        idle.add("rules[" + i + "] matches no parameter: " + rules.get(i).about());
      }
    }
    return idle;
  }

  /** The parameters with values of their own that a rule gives its initializer to. */
  List<ParameterSpec> matching(Rule rule) {
    ModelResolver resolver = resolver();
    return parameters.stream()
        .filter(spec -> spec.tiedTo().isEmpty() && resolver.isMeant(rule, spec))
        .toList();
  }

  private ModelResolver resolver() {
    return new ModelResolver(dtype, layout, recipe, sharding, rules, parameters);
  }
}
