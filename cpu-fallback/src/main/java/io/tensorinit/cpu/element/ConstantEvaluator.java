package io.tensorinit.cpu.element;

/**
 * One value everywhere, in the real parts of complex elements, whose imaginary parts are 0.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param value the value
 * @param parts the parts of an element
 * @param arithmetic sets values
 */
record ConstantEvaluator<A>(double value, int parts, Arithmetic<A> arithmetic)
    implements Evaluator<A> {
  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    fill(out, from, count);
  }

  @Override
  public void evaluateAt(long first, int[] at, int count, A out, ScratchChunks<A> scratch) {
    fill(out, 0, count);
  }

  private void fill(A out, int from, int count) {
    if (parts == 1) {
      arithmetic.fill(out, from, count, value);
      return;
    }
    for (int i = from; i < from + count * parts; i += parts) {
      arithmetic.set(out, i, value);
      arithmetic.set(out, i + 1, 0);
    }
  }
}
