package io.tensorinit;

import io.tensorinit.plan.FillPlan;
import java.util.Optional;

/**
 * What a tensor is to be filled with, in the user's words. Immutable; knows no device, no buffer and
 * no random word.
 *
 * <p>This is the extension point for initializers of one's own: implement {@link #lower}, made of
 * the plans of {@link io.tensorinit.plan}, and every backend, dtype, slice and file works with it.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * Turns this into plain numbers for one tensor. Pure, in double; all refusals happen here or in
   * the constructor.
   *
   * @param shape the whole tensor's shape
   * @param layout what its axes mean
   * @return the fill
   * @throws IllegalArgumentException if the tensor cannot be initialized this way; the message names
   *     the parameter, the value and what is allowed
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
   */
  default Optional<Layout> ownLayout() {
    return Optional.empty();
  }

  /**
   * Refuses a dtype this initializer does not support. All of TensorInit's own support all.
   *
   * @param dtype the tensor's dtype
   * @throws IllegalArgumentException if it is not supported
   */
  default void requireDType(DType dtype) {}
}
