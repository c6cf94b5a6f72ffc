package io.tensorinit.random;

/**
 * A distribution's float64 element function: the value of an element from its 53 random digits.
 *
 * <p>Implementations are immutable and hold nothing but the constants that a kernel is given.
 */
@FunctionalInterface
public interface Float64Element {
  /**
   * The element's value.
   *
   * @param digits the element's digits, in [0, 2^53), see {@link UnitInterval#digits}
   * @return the value
   */
  double at(long digits);
}
