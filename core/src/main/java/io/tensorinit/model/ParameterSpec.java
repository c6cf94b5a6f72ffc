package io.tensorinit.model;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.layout.Role;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.UnknownShapeException;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A parameter as it is described: a name, a shape (now or {@linkplain #of(String) later}), and
 * whatever else is not to be left to the model's rules, recipe and defaults. Immutable: each method
 * returns a changed copy.
 */
@CheckReturnValue
public final class ParameterSpec implements Cloneable {
  private final String name;
  private Optional<Shape> shape;
  private Optional<DType> dtype = Optional.empty();
  private Optional<Layout> layout = Optional.empty();
  private Optional<NamedInitializer> init = Optional.empty();
  private Optional<Key> key = Optional.empty();
  private Optional<String> kind = Optional.empty();
  private Optional<Role> role = Optional.empty();
  private Optional<Long> groups = Optional.empty();
  private Optional<Fans> fans = Optional.empty();
  private OptionalDouble scale = OptionalDouble.empty();
  private Optional<String> tiedTo = Optional.empty();
  private Optional<Sharding> sharding = Optional.empty();
  private List<Integer> batchAxes = List.of();
  private OptionalInt partsAxis = OptionalInt.empty();
  private List<Part> parts = List.of();

  private ParameterSpec(String name, Optional<Shape> shape) {
    if (name == null) {
      throw new IllegalArgumentException("a parameter's name must be a text, was null");
    }
    this.name = name;
    this.shape = shape;
  }

  /**
   * Describes a parameter.
   *
   * @param name its name, any text, unique in its model
   * @param shape its whole shape
   * @return the description
   * @throws IllegalArgumentException if the name is null
   */
  public static ParameterSpec of(String name, Shape shape) {
    return new ParameterSpec(name, Optional.of(shape));
  }

  /**
   * Describes a parameter whose shape is given later, to the {@linkplain Model#withShape model} or
   * to the store that holds its values. Its key follows from its name, so its values are the same
   * whenever the shape comes.
   *
   * @param name its name, any text, unique in its model
   * @return the description
   * @throws IllegalArgumentException if the name is null
   */
  public static ParameterSpec of(String name) {
    return new ParameterSpec(name, Optional.empty());
  }

  /**
   * Gives it its shape.
   *
   * @param newShape its whole shape
   * @return the changed description
   * @throws IllegalArgumentException if the shape lacks an axis that was named before
   */
  public ParameterSpec shape(Shape newShape) {
    ParameterSpec changed = copy();
    changed.shape = Optional.of(newShape);
    changed.requireBatchAxes(batchAxes);
    partsAxis.ifPresent(axis -> changed.requireAxis("parts", axis));
    return changed;
  }

  /**
   * Gives it a dtype, in the place of the model's.
   *
   * @param dtype the dtype
   * @return the changed description
   */
  public ParameterSpec dtype(DType dtype) {
    ParameterSpec changed = copy();
    changed.dtype = Optional.of(dtype);
    return changed;
  }

  /**
   * Gives it a layout, in the place of the model's and the recipe's.
   *
   * @param layout the layout
   * @return the changed description
   */
  public ParameterSpec layout(Layout layout) {
    ParameterSpec changed = copy();
    changed.layout = Optional.of(layout);
    return changed;
  }

  /**
   * Gives it an initializer, in the place of rules and recipe.
   *
   * @param initializer the initializer
   * @return the changed description
   */
  public ParameterSpec init(Initializer initializer) {
    return init(NamedInitializer.of(initializer));
  }

  /**
   * Gives it an initializer by name, in the place of rules and recipe.
   *
   * @param name the name, with or without a peer's prefix
   * @return the changed description
   * @throws IllegalArgumentException if there is no such name, or it needs parameters
   */
  public ParameterSpec init(String name) {
    return init(InitializerNames.named(name));
  }

  ParameterSpec init(NamedInitializer initializer) {
    ParameterSpec changed = copy();
    changed.init = Optional.of(initializer);
    return changed;
  }

  /**
   * Gives it a key, in the place of the one that follows from seed and name.
   *
   * @param key the key
   * @return the changed description
   */
  public ParameterSpec key(Key key) {
    ParameterSpec changed = copy();
    changed.key = Optional.of(key);
    return changed;
  }

  /**
   * Says what kind of layer it belongs to, for rules and recipes: the name of a class in any
   * library ({@code BatchNorm2d}, {@code keras.layers.LSTM}; {@link
   * io.tensorinit.recipe.LayerKind}), a plain word ({@code dense}, {@code layer_norm}), what it is
   * itself ({@code bias}; {@link Kind}), or any text that a rule asks for.
   *
   * @param kind the kind
   * @return the changed description
   */
  public ParameterSpec kind(String kind) {
    ParameterSpec changed = copy();
    changed.kind = Optional.of(kind);
    return changed;
  }

  /**
   * Says what it does in its layer; decides the fans under {@link Layout#OUT_IN} and {@link
   * Layout#IN_OUT}.
   *
   * @param role the role
   * @return the changed description
   */
  public ParameterSpec role(Role role) {
    ParameterSpec changed = copy();
    changed.role = Optional.of(role);
    return changed;
  }

  /**
   * Says that it is a grouped convolution.
   *
   * @param groups the number of groups, 1 or more
   * @return the changed description
   */
  public ParameterSpec groups(long groups) {
    ParameterSpec changed = copy();
    changed.groups = Optional.of(groups);
    return changed;
  }

  /**
   * Says that it is a stack of weights (experts, heads).
   *
   * @param axes the axes that count weights, negative ones counted from the end
   * @return the changed description
   * @throws IllegalArgumentException if the shape has no such axis, or one is named twice
   */
  public ParameterSpec batchAxes(List<Integer> axes) {
    requireBatchAxes(axes);
    ParameterSpec changed = copy();
    changed.batchAxes = List.copyOf(axes);
    return changed;
  }

  private void requireBatchAxes(List<Integer> axes) {
    axes.forEach(axis -> requireAxis("batch_axes", axis));
    if (shape.isPresent()
        && axes.stream().map(shape.get()::axis).distinct().count() < axes.size()) {
      throw new IllegalArgumentException("batch_axes must name each axis once, was " + axes);
    }
  }

  /**
   * Gives its fans outright.
   *
   * @param in fan in, NaN for the layout's
   * @param out fan out, NaN for the layout's
   * @return the changed description
   */
  public ParameterSpec fans(double in, double out) {
    ParameterSpec changed = copy();
    changed.fans = Optional.of(new Fans(in, out));
    return changed;
  }

  /**
   * Says that it holds several weights side by side along the axis of outputs of its layout.
   *
   * @param newParts the weights; their sizes add up to the axis
   * @return the changed description
   */
  public ParameterSpec parts(List<Part> newParts) {
    ParameterSpec changed = copy();
    changed.parts = List.copyOf(newParts);
    return changed;
  }

  /**
   * Says that it holds several weights side by side along an axis.
   *
   * @param axis the axis, from 0, or from -1 downwards
   * @param newParts the weights; their sizes add up to the axis
   * @return the changed description
   * @throws IllegalArgumentException if the shape has no such axis
   */
  public ParameterSpec parts(int axis, List<Part> newParts) {
    requireAxis("parts", axis);
    ParameterSpec changed = parts(newParts);
    changed.partsAxis = OptionalInt.of(axis);
    return changed;
  }

  /**
   * Multiplies the values its initializer gives.
   *
   * @param scale the factor
   * @return the changed description
   * @throws IllegalArgumentException if the factor is not finite in float32
   */
  public ParameterSpec scale(double scale) {
    if (!Float.isFinite((float) scale)) {
      throw new IllegalArgumentException("scale must be finite in float32, was " + scale);
    }
    ParameterSpec changed = copy();
    changed.scale = OptionalDouble.of(scale);
    return changed;
  }

  /**
   * Says that it is another name of a parameter of the same shape. It has no values of its own, is
   * not counted and not stored.
   *
   * @param target the name of the other parameter, which may be listed later
   * @return the changed description
   */
  public ParameterSpec tiedTo(String target) {
    ParameterSpec changed = copy();
    changed.tiedTo = Optional.of(target);
    return changed;
  }

  /**
   * Says how it is divided among the ranks of a sharded checkpoint, in the place of the model's
   * word.
   *
   * @param newSharding along which axis, or not at all
   * @return the changed description
   * @throws IllegalArgumentException if the shape has no such axis
   */
  public ParameterSpec shard(Sharding newSharding) {
    newSharding.axis().ifPresent(axis -> requireAxis("shard", axis));
    ParameterSpec changed = copy();
    changed.sharding = Optional.of(newSharding);
    return changed;
  }

  String name() {
    return name;
  }

  /** Its shape, which must be known. */
  Shape shape() {
    return shape.orElseThrow(() -> new UnknownShapeException(name));
  }

  Optional<Shape> knownShape() {
    return shape;
  }

  Optional<DType> dtype() {
    return dtype;
  }

  Optional<Layout> layout() {
    return layout;
  }

  Optional<NamedInitializer> init() {
    return init;
  }

  Optional<Key> key() {
    return key;
  }

  Optional<String> kind() {
    return kind;
  }

  Optional<Fans> givenFans() {
    return fans;
  }

  OptionalDouble scale() {
    return scale;
  }

  Optional<String> tiedTo() {
    return tiedTo;
  }

  Optional<Sharding> sharding() {
    return sharding;
  }

  /** The axis that parts were said to lie along, counted from the front. */
  OptionalInt partsAxis() {
    return partsAxis.isEmpty() ? partsAxis : OptionalInt.of(shape().axis(partsAxis.getAsInt()));
  }

  List<Part> parts() {
    return parts;
  }

  /** A layout's convention with what is said here beside it. */
  Layout applyTo(Layout convention) {
    Layout applied = convention;
    Optional<Role> known = role.or(() -> kind.flatMap(word -> Kind.roleOf(word, name)));
    if (known.isPresent()) {
      applied = applied.withRole(known.get());
    }
    if (groups.isPresent()) {
      applied = applied.withGroups(groups.get());
    }
    if (!batchAxes.isEmpty()) {
      applied = applied.withBatchAxes(batchAxes.stream().mapToInt(Integer::intValue).toArray());
    }
    if (fans.isPresent()) {
      applied = applied.withFans(fans.get().in(), fans.get().out());
    }
    return applied;
  }

  /** Refuses an axis that the shape lacks, where it is known. */
  void requireAxis(String field, int axis) {
    if (shape.isPresent() && (axis < -shape.get().rank() || axis >= shape.get().rank())) {
      throw new IllegalArgumentException(
          field + " must name an axis of shape " + shape.get() + ", was " + axis);
    }
  }

  /** The same parameter with another initializer alone, whatever gave it values before. */
  ParameterSpec filledAnew(NamedInitializer initializer) {
    ParameterSpec changed = init(initializer);
    changed.scale = OptionalDouble.empty();
    changed.parts = List.of();
    changed.partsAxis = OptionalInt.empty();
    return changed;
  }

  private ParameterSpec copy() {
    try {
      return (ParameterSpec) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
