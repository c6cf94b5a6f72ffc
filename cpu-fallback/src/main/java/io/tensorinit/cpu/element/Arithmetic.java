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
   * Takes some elements out of many.
   *
   * @param values the parts of many elements
   * @param start the place of their first
   * @param at the places of those that are taken
   * @param count how many
   * @param parts the parts of an element
   * @param out takes their parts, from its beginning on
   */
  void take(A values, int start, int[] at, int count, int parts, A out);

  /**
   * Puts elements into their places among many: what {@link #take} does, the other way.
   *
   * @param values the parts of the elements, from its beginning on
   * @param at their places
   * @param count how many
   * @param parts the parts of an element
   * @param out takes them
   * @param from where the part of the first place would go
   */
  void put(A values, int[] at, int count, int parts, A out, int from);

  /**
   * Sets elements to +0.
   *
   * @param at their places
   * @param count how many
   * @param parts the parts of an element
   * @param out takes the zeros
   * @param from where the part of the first place would go
   */
  void putZeros(int[] at, int count, int parts, A out, int from);

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
   * Adds values to others.
   *
   * @param values the array that takes the sums
   * @param from its first value
   * @param count the number of values
   * @param summands what is added, from its beginning
   */
  void add(A values, int from, int count, A summands);
}
