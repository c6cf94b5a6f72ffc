package io.tensorinit.cpu.element;

/**
 * The operations that compositions are made of, in one precision. Numbers of a plan are rounded to
 * the precision once, before they are used; every operation rounds once.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface Arithmetic<A> {
  /**
   * A new array.
   *
   * @param length the number of values
   * @return the array
   */
  A allocate(int length);

  /**
   * The length of an array.
   *
   * @param values the array
   * @return the number of values it holds
   */
  int length(A values);

  /**
   * Sets one value.
   *
   * @param values the array
   * @param at its index
   * @param value the value, rounded to the precision
   */
  void set(A values, int at, double value);

  /**
   * Copies one value.
   *
   * @param source the array it is in
   * @param at its index there
   * @param target the array it goes to
   * @param to its index there
   */
  void copy(A source, int at, A target, int to);

  /**
   * Sets values to a constant.
   *
   * @param values the array
   * @param from the first value
   * @param count the number of values
   * @param value the constant, rounded to the precision
   */
  void fill(A values, int from, int count, double value);

  /**
   * Replaces values by {@code fma(value, scale, shift)}.
   *
   * @param values the array
   * @param from the first value
   * @param step the distance from one value to the next
   * @param count the number of values
   * @param scale the factor, rounded to the precision
   * @param shift what is added, rounded to the precision
   */
  void multiplyAdd(A values, int from, int step, int count, double scale, double shift);

  /**
   * Replaces values by {@code min(max(value, low), high)}.
   *
   * @param values the array
   * @param from the first value
   * @param count the number of values
   * @param low the least value, rounded to the precision
   * @param high the largest value, rounded to the precision
   */
  void clamp(A values, int from, int count, double low, double high);

  /**
   * Sets values to +0 where they are not kept.
   *
   * @param values the array
   * @param from the first value
   * @param step the distance from one value to the next
   * @param count the number of values
   * @param kept 1 for each value that is kept, 0 for each that is not, from the beginning
   */
  void keep(A values, int from, int step, int count, int[] kept);

  /**
   * Adds values to others.
   *
   * @param values the array that takes the sums
   * @param from its first value
   * @param count the number of values
   * @param summands what is added, from its beginning
   */
  void add(A values, int from, int count, A summands);
}
