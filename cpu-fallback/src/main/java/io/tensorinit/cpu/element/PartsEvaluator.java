package io.tensorinit.cpu.element;

/**
 * Complex elements whose parts are drawn as real ones: those of element i at positions 2i and 2i +
 * 1.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param real the real elements, of which some can be evaluated without those between
 */
record PartsEvaluator<A>(Evaluator<A> real) implements Evaluator<A> {
  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    real.evaluate(2 * first, 2 * count, out, from, scratch);
  }

  @Override
  public void evaluateAt(long first, int[] at, int count, A out, ScratchChunks<A> scratch) {
    int[] parts = scratch.borrowWords();
    for (int i = 0; i < count; i++) {
      parts[2 * i] = 2 * at[i];
      parts[2 * i + 1] = 2 * at[i] + 1;
    }
    real.evaluateAt(2 * first, parts, 2 * count, out, scratch);
    scratch.giveBack(parts);
  }
}
