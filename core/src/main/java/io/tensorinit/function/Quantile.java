package io.tensorinit.function;

/**
 * The quantile function (inverse distribution function) of a continuous univariate distribution.
 *
 * <p>Called on the host, by several threads at a time; it must be a pure function, and must use
 * {@link StrictMath} so that it is the same everywhere. Tables are kept by quantile function: one
 * whose {@code equals} tells equal distributions is tabulated once.
 */
@FunctionalInterface
public interface Quantile {
  /**
   * The value below which the variable lies with probability v.
   *
   * @param v the probability, in the open interval (0, 1)
   * @param complement 1 - v, formed without cancellation; use it near v = 1
   * @return the quantile, finite
   */
  double at(double v, double complement);

  /**
   * Whether the distribution is symmetric about 0: {@code at(1 - v, v) = -at(v, 1 - v)} for every
   * v. Then half a table serves, and the values of a word and its complement are opposite to the
   * last bit.
   *
   * @return by default false
   */
  default boolean isOdd() {
    return false;
  }
}
