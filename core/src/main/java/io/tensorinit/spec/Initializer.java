package io.tensorinit.spec;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.util.Optional;

/**
 * What a tensor is to be filled with, in the user's words. Immutable; knows no device, no buffer
 * and no random word.
 *
 * <p>This is the extension point for initializers of one's own: implement {@link #lower}, made of
 * the plans of {@link io.tensorinit.plan}, and every backend, dtype, slice and file works with it.
 *
 * <p>An initializer composes ({@code heNormal().scaled(0.5).withPaddingRow(0)}) and fills ({@code
 * heNormal().floats("fc1.weight", 512, 256)}); where more must be said, {@link FillRequest} says
 * it.
 */
@FunctionalInterface
@CheckReturnValue
public interface Initializer {
  /**
   * Turns this into plain numbers for one tensor. Pure, in double; all refusals happen here or in
   * the constructor.
   *
   * @param shape the whole tensor's shape
   * @param layout what its axes mean
   * @return the fill
   * @throws IllegalArgumentException if the tensor cannot be initialized this way; the message
   *     names the parameter, the value and what is allowed
   */
  FillPlan lower(Shape shape, Layout layout);

  /**
   * The fans this initializer works with.
   *
   * @param shape the whole tensor's shape
   * @param layout what its axes mean
   * @return the layout's fans, or this initializer's own reading of them; empty where none exist
   */
  default Optional<Fans> fans(Shape shape, Layout layout) {
    return layout.fans(shape);
  }

  /**
   * The layout to use where the user names none: that of the peer whose name was asked for.
   *
   * @return empty for TensorInit's own initializers
   * @throws IllegalArgumentException if it is made of several whose own layouts differ
   */
  default Optional<Layout> ownLayout() {
    return Optional.empty();
  }

  /**
   * The dtype to use where the user names none: that of a name that says it, as Lux's {@code
   * zeros16} does.
   *
   * @return empty for initializers that make any dtype
   */
  default Optional<DType> ownDType() {
    return Optional.empty();
  }

  /**
   * The seed to use where the user gives a name and no seed: that of a config object which holds
   * one.
   *
   * @return empty for initializers without a seed of their own
   */
  default Optional<Seed> ownSeed() {
    return Optional.empty();
  }

  /**
   * Refuses a dtype this initializer does not support. All of TensorInit's own support all.
   *
   * @param dtype the tensor's dtype
   * @throws IllegalArgumentException if it is not supported
   */
  default void requireDType(DType dtype) {}

  /**
   * These values times a factor.
   *
   * @param factor the factor, finite
   * @return the initializer
   * @throws IllegalArgumentException if the factor is not finite
   */
  default Initializer scaled(double factor) {
    return new Scaled(this, factor);
  }

  /**
   * These values plus an offset.
   *
   * @param offset the offset, finite
   * @return the initializer
   * @throws IllegalArgumentException if the offset is not finite
   */
  default Initializer shifted(double offset) {
    return new Shifted(this, offset);
  }

  /**
   * These values, those outside [low, high] replaced by the nearer bound.
   *
   * @param low the least value
   * @param high the largest value, at least {@code low}
   * @return the initializer
   * @throws IllegalArgumentException if a bound is NaN or low exceeds high
   */
  default Initializer clamped(double low, double high) {
    return new Clamped(this, low, high);
  }

  /**
   * These values, each kept with a probability and zero otherwise.
   *
   * @param keep the probability that an element is kept, in 0..1
   * @return the initializer
   * @throws IllegalArgumentException if it does not lie in 0..1
   */
  default Initializer masked(double keep) {
    return new Masked(this, keep);
  }

  /**
   * The sum of independent draws of this and another.
   *
   * @param other the other
   * @return the initializer; {@code a.plus(b).plus(c)} equals {@code sum(a, b, c)}
   * @throws IllegalArgumentException if one has a seed of its own, which the sum would lose
   */
  default Initializer plus(Initializer other) {
    return Sum.of(this, other);
  }

  /**
   * These values, exactly as they are without it, plus noise.
   *
   * @param noise what is added
   * @return the initializer
   * @throws IllegalArgumentException if the noise has a seed of its own, which would be lost
   */
  default Initializer withNoise(Initializer noise) {
    return new WithNoise(this, noise);
  }

  /**
   * These values with one row, along axis 0, zero.
   *
   * @param row the row, or counted from the end, -1 being the last
   * @return the initializer
   */
  default Initializer withPaddingRow(long row) {
    return new PaddingRow(this, row);
  }

  /**
   * A new float32 tensor of a parameter: of the key {@code seed.key(name)}, where the seed is the
   * initializer's {@linkplain #ownSeed own}, else {@link Seed#DEFAULT}. Two names give independent
   * numbers; one name gives the same numbers again.
   *
   * @param name the parameter's name
   * @param shape the sizes; none for a scalar
   * @return the elements, row-major
   * @throws IllegalArgumentException if the name has an unpaired surrogate, the tensor cannot be
   *     initialized this way, or it has more elements than an array
   * @throws io.tensorinit.backend.BackendException if no backend is there
   */
  default float[] floats(String name, long... shape) {
    return FillRequest.of(this).shape(shape).name(name).floats();
  }

  /**
   * A new float32 tensor.
   *
   * @param key the key it draws from, such as {@code Seed.of(42).key("fc1.weight")}
   * @param shape the sizes; none for a scalar
   * @return the elements, row-major
   * @throws IllegalArgumentException if the tensor cannot be initialized this way, or has more
   *     elements than an array
   * @throws io.tensorinit.backend.BackendException if no backend is there
   */
  default float[] floats(Key key, long... shape) {
    return FillRequest.of(this).shape(shape).key(key).floats();
  }

  /**
   * A new float64 tensor of a parameter; the numbers of {@link #floats(String, long...)} with more
   * digits.
   *
   * @param name the parameter's name
   * @param shape the sizes; none for a scalar
   * @return the elements, row-major
   * @throws IllegalArgumentException if the name has an unpaired surrogate, the tensor cannot be
   *     initialized this way, or it has more elements than an array
   * @throws io.tensorinit.backend.BackendException if no backend is there
   */
  default double[] doubles(String name, long... shape) {
    return FillRequest.of(this).shape(shape).name(name).doubles();
  }

  /**
   * A new float64 tensor.
   *
   * @param key the key it draws from
   * @param shape the sizes; none for a scalar
   * @return the elements, row-major
   * @throws IllegalArgumentException if the tensor cannot be initialized this way, or has more
   *     elements than an array
   * @throws io.tensorinit.backend.BackendException if no backend is there
   */
  default double[] doubles(Key key, long... shape) {
    return FillRequest.of(this).shape(shape).key(key).doubles();
  }
}
