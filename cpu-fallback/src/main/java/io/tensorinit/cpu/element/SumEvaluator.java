package io.tensorinit.cpu.element;

/**
 * The sum of two fills.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param left the left summands
 * @param right the right summands
 * @param parts the parts of an element
 * @param arithmetic adds
 */
record SumEvaluator<A>(Evaluator<A> left, Evaluator<A> right, int parts, Arithmetic<A> arithmetic)
    implements Evaluator<A> {
  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    left.evaluate(first, count, out, from, scratch);
    A summands = scratch.borrow();
    right.evaluate(first, count, summands, 0, scratch);
    arithmetic.add(out, from, count * parts, summands);
    scratch.giveBack(summands);
  }

  @Override
  public void evaluateAt(long first, int[] at, int count, A out, ScratchChunks<A> scratch) {
    left.evaluateAt(first, at, count, out, scratch);
    A summands = scratch.borrow();
    right.evaluateAt(first, at, count, summands, scratch);
    arithmetic.add(out, 0, count * parts, summands);
    scratch.giveBack(summands);
  }
}
