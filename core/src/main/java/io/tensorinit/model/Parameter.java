package io.tensorinit.model;

import io.tensorinit.backend.Fill;
import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.plan.PrecisionCheck;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One tensor of a {@link Model}, with everything decided: what it is filled with, from which key.
 * Immutable; holds no values.
 */
public final class Parameter {
  private final String name;
  private final Shape shape;
  private final DType dtype;
  private final String initializerLabel;
  private final Initializer initializer;
  private final Layout layout;
  private final FillPlan plan;
  private final Key key;
  private final Origin origin;
  private final long bytes;
  private final Moments moments;
  private final OptionalInt shardAxis;

  Parameter(
      String name,
      Shape shape,
      DType dtype,
      NamedInitializer init,
      Layout layout,
      Key key,
      Origin origin,
      OptionalInt shardAxis) {
    this.name = name;
    this.shape = shape;
    this.dtype = dtype;
    this.initializerLabel = init.label();
    this.initializer = init.initializer();
    this.layout = layout;
    this.key = key;
    this.origin = origin;
    this.shardAxis = shardAxis;
    this.bytes = checkedBytes(shape, dtype);
    initializer.requireDType(dtype);
    this.plan = initializer.lower(shape, layout);
    PrecisionCheck.require(plan, dtype);
    this.moments = Moments.of(plan, shape, dtype);
    moments.requireFits(dtype);
  }

  private static long checkedBytes(Shape shape, DType dtype) {
    if (shape.elementCount() > Long.MAX_VALUE / dtype.bytes()) {
      throw new IllegalArgumentException(
          "shape " + shape + " must have at most 2^63 - 1 bytes in " + dtype);
    }
    return shape.elementCount() * dtype.bytes();
  }

  /**
   * The parameter's name, as the input spelled it.
   *
   * @return the name, unique in its model
   */
  public String name() {
    return name;
  }

  /**
   * The whole tensor's shape.
   *
   * @return the shape
   */
  public Shape shape() {
    return shape;
  }

  /**
   * The type of its elements.
   *
   * @return the dtype
   */
  public DType dtype() {
    return dtype;
  }

  /**
   * Why it has this initializer.
   *
   * @return who decided, and by which rule and kind
   */
  public Origin origin() {
    return origin;
  }

  /**
   * The initializer as the input spelled it.
   *
   * @return its name, with the parameters it was given in parentheses
   */
  public String initializerLabel() {
    return initializerLabel;
  }

  /**
   * What the tensor is filled with.
   *
   * @return the initializer
   */
  public Initializer initializer() {
    return initializer;
  }

  /**
   * What its axes mean; the convention its fans follow.
   *
   * @return the layout
   */
  public Layout layout() {
    return layout;
  }

  /**
   * The initializer, lowered for this shape and layout.
   *
   * @return the plan
   */
  public FillPlan plan() {
    return plan;
  }

  /**
   * The key its values are drawn from.
   *
   * @return the key
   */
  public Key key() {
    return key;
  }

  /**
   * The fans its initializer works with.
   *
   * @return the fans; empty where none are computed
   */
  public Optional<Fans> fans() {
    return initializer.fans(shape, layout);
  }

  /**
   * Mean, standard deviation and bounds of its values: the law's, not a sample's.
   *
   * @return the moments
   */
  public Moments moments() {
    return moments;
  }

  /**
   * What is worth knowing before it is filled.
   *
   * @return a line each, none if all is well
   */
  public List<String> warnings() {
    return moments.warning(dtype).stream().toList();
  }

  /**
   * The size of its values.
   *
   * @return the size in bytes
   */
  public long bytes() {
    return bytes;
  }

  /**
   * The axis along which a sharded checkpoint cuts it, see {@link Sharding}.
   *
   * @return the axis, from 0; empty where it stays whole
   */
  public OptionalInt shardAxis() {
    return shardAxis;
  }

  /**
   * The fill of a part of it, ready for a backend.
   *
   * @param region the part
   * @return the fill
   * @throws IllegalArgumentException if the region does not lie inside the shape
   */
  public Fill fill(Region region) {
    return new Fill(plan, shape, dtype, key, region);
  }

  /**
   * The parameter in a line.
   *
   * @return name, shape, dtype and initializer
   */
  @Override
  public String toString() {
    return name + " " + shape + " " + dtype + " " + initializerLabel;
  }
}
