package io.tensorinit.cpu.element;

/**
 * Another fill, every value of which is then changed in its place.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param inner the other fill
 * @param parts the parts of an element
 * @param change what is done to values
 */
record ChangedEvaluator<A>(Evaluator<A> inner, int parts, Change<A> change)
    implements Evaluator<A> {
  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    inner.evaluate(first, count, out, from, scratch);
    change.apply(out, from, count * parts);
  }

  @Override
  public void evaluateAt(long first, int[] at, int count, A out, ScratchChunks<A> scratch) {
    inner.evaluateAt(first, at, count, out, scratch);
    change.apply(out, 0, count * parts);
  }

  /**
   * Changes the parts of elements.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  @FunctionalInterface
  interface Change<A> {
    /**
     * Changes values, the same whatever lies beside them.
     *
     * @param values the parts of elements
     * @param from the first part of the first element
     * @param count how many parts
     */
    void apply(A values, int from, int count);
  }
}
