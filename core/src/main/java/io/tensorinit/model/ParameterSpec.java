package io.tensorinit.model;

import io.tensorinit.DType;
import io.tensorinit.Initializer;
import io.tensorinit.Key;
import io.tensorinit.Layout;
import io.tensorinit.Shape;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A parameter as somebody describes it: a name, a shape, and whatever else is not to be left to the
 * model's rules, recipe and defaults. Immutable: each method returns a changed copy.
 */
public final class ParameterSpec implements Cloneable {
  private final String name;
  private final Shape shape;
  private Optional<DType> dtype = Optional.empty();
  private Optional<Layout> layout = Optional.empty();
  private Optional<NamedInitializer> init = Optional.empty();
  private Optional<Key> key = Optional.empty();
  private OptionalInt shardAxis = OptionalInt.empty();

  private ParameterSpec(String name, Shape shape) {
    this.name = name;
    this.shape = shape;
  }

  /**
   * Describes a parameter.
   *
   * @param name its name, any text, unique in its model
   * @param shape its whole shape
   * @return the description
   */
  public static ParameterSpec of(String name, Shape shape) {
    return new ParameterSpec(name, shape);
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
    return init(new NamedInitializer(initializer.toString(), initializer));
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
   * Names the axis along which a sharding plan cuts it. Values do not depend on it.
   *
   * @param axis the axis, from 0, or from -1 downwards
   * @return the changed description
   * @throws IllegalArgumentException if the shape has no such axis
   */
  public ParameterSpec shard(int axis) {
    ParameterSpec changed = copy();
    changed.shardAxis = OptionalInt.of(shape.axis(axis));
    return changed;
  }

  String name() {
    return name;
  }

  Shape shape() {
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

  OptionalInt shardAxis() {
    return shardAxis;
  }

  private ParameterSpec copy() {
    try {
      return (ParameterSpec) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
