package io.tensorinit.function;

/**
 * A value as a pure function of an element's index and its random words: the extension point for
 * distributions of one's own. Called by several threads in any order; the result must depend on
 * nothing else.
 */
@FunctionalInterface
public interface ElementFunction {
  /**
   * The value of one element. In a complex tensor it is called for each part, with positions 2i and
   * 2i + 1.
   *
   * @param index the element's index in the flattened whole tensor
   * @param stream the random words that belong to this element
   * @return its value
   */
  double at(long index, ElementStream stream);
}
