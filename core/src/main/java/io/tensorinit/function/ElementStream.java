package io.tensorinit.function;

/** The random words that belong to one element (one part, if complex) under the fill's key. */
public interface ElementStream {
  /**
   * The element's 32-bit word.
   *
   * @return all 32 bits
   */
  int word();

  /**
   * The element's unit in (0, 1]: float32's, or all 53 bits where the dtype is computed in double.
   *
   * @return the unit
   */
  double unit();

  /**
   * The element's standard normal value, in the precision of the dtype's computation.
   *
   * @return the quantile of the word
   */
  double normal();

  /**
   * The same element's place in the sub-stream of a label, for functions that need more than one
   * word.
   *
   * @param label the sub-stream's label
   * @return the element's words there
   */
  ElementStream derive(String label);
}
