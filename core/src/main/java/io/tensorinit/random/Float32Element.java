package io.tensorinit.random;

/**
 * A distribution's float32 element function: the value of an element from its 32-bit word.
 *
 * <p>Implementations are immutable and hold nothing but the constants that a kernel is given.
 */
@FunctionalInterface
public interface Float32Element {
  /**
   * The element's value.
   *
   * @param word the element's word
   * @return the value, before it is rounded to a narrower type
   */
  float at(int word);
}
