package io.tensorinit.plan;

import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * What a backend implements to fill from any plan: seven primitives, and seven ways to put fills
 * together. {@link FillPlan#make} walks a plan and calls it from the inside out, with the key and
 * the shape of each fill; a backend derives no key and cuts no shape.
 *
 * <p>A fill made ready gives the values of any part of its tensor, in the precision that the dtype
 * is computed in. Where fills are put together, each step is rounded once in that precision, and
 * the whole once to the dtype, at the store.
 *
 * @param <T> a fill made ready
 */
public interface FillMaker<T> {
  /**
   * One value everywhere: in the real parts of complex elements, whose imaginary parts are 0.
   *
   * @param plan the value
   * @param shape the whole tensor's shape
   * @return the fill
   */
  T constant(ConstantFill plan, Shape shape);

  /**
   * The uniform distribution.
   *
   * @param plan its bounds
   * @param shape the whole tensor's shape
   * @param key the key it draws from
   * @return the fill
   */
  T uniform(UniformFill plan, Shape shape, Key key);

  /**
   * Any other continuous distribution, by its element function.
   *
   * @param plan gives the element function
   * @param shape the whole tensor's shape
   * @param key the key it draws from
   * @return the fill
   */
  T continuous(ContinuousFill plan, Shape shape, Key key);

  /**
   * A discrete distribution.
   *
   * @param plan its values and their thresholds
   * @param shape the whole tensor's shape
   * @param key the key it draws from
   * @return the fill
   */
  T discrete(DiscreteFill plan, Shape shape, Key key);

  /**
   * Orthogonal matrices.
   *
   * @param plan which axes make them, and how they are formed
   * @param shape the whole tensor's shape
   * @param key the key they draw from
   * @return the fill
   */
  T orthogonal(OrthogonalFill plan, Shape shape, Key key);

  /**
   * A pattern of one value on zeros.
   *
   * @param plan the pattern
   * @param shape the whole tensor's shape
   * @return the fill
   */
  T diagonal(DiagonalFill plan, Shape shape);

  /**
   * Values from the host.
   *
   * @param plan gives a reader of them
   * @param shape the whole tensor's shape
   * @param key the key they draw from
   * @return the fill
   */
  T host(HostFill plan, Shape shape, Key key);

  /**
   * Every value times a factor, plus an offset, by one fma; the offset goes to real parts only, and
   * -0.0 to imaginary ones.
   *
   * @param inner the values
   * @param plan the factor and the offset
   * @param shape the whole tensor's shape
   * @return the fill
   */
  T affine(T inner, AffineFill plan, Shape shape);

  /**
   * Every value held within bounds.
   *
   * @param inner the values
   * @param plan the bounds
   * @param shape the whole tensor's shape
   * @return the fill
   */
  T clamp(T inner, ClampFill plan, Shape shape);

  /**
   * The sum of values.
   *
   * @param left the left summands
   * @param right the right summands
   * @param shape the whole tensor's shape
   * @return the fill
   */
  T add(T left, T right, Shape shape);

  /**
   * Zeros where a mask does not keep.
   *
   * @param inner the values
   * @param mask which elements are kept
   * @param shape the whole tensor's shape
   * @param maskKey the key of the mask's words
   * @return the fill
   */
  T keep(T inner, Mask mask, Shape shape, Key maskKey);

  /**
   * Of each element the value of one of several fills: that of the first whose threshold exceeds
   * the element's word.
   *
   * @param components the fills
   * @param thresholds one a fill, ascending, the last 2^32
   * @param shape the whole tensor's shape
   * @param choiceKey the key of the words
   * @return the fill
   */
  T choose(List<T> components, long[] thresholds, Shape shape, Key choiceKey);

  /**
   * Fills side by side along an axis, each indexed as a tensor of its own.
   *
   * @param blocks the fills
   * @param plan the axis and their sizes along it
   * @param shape the whole tensor's shape
   * @return the fill
   */
  T beside(List<T> blocks, BlocksFill plan, Shape shape);

  /**
   * A fill with a box of it filled by another, which is indexed as a tensor of the box's shape.
   *
   * @param base the fill around the box
   * @param inside the fill of the box
   * @param box the box
   * @param shape the whole tensor's shape
   * @return the fill
   */
  T over(T base, T inside, Region.Box box, Shape shape);
}
