package io.tensorinit.cpu.element;

/**
 * A fill with zeros where a mask does not keep. Where it keeps few elements, these alone are
 * evaluated.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class MaskEvaluator<A> implements Evaluator<A> {
  /** The share of elements from which on all are evaluated. */
  static final double MOST = 0.75;

  private final Evaluator<A> inner;
  private final KeepMask mask;
  private final int parts;
  private final Arithmetic<A> arithmetic;

  MaskEvaluator(Evaluator<A> inner, KeepMask mask, int parts, Arithmetic<A> arithmetic) {
    this.inner = inner;
    this.mask = mask;
    this.parts = parts;
    this.arithmetic = arithmetic;
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    double share = mask.share();
    if (share == 0) {
      arithmetic.fill(out, from, count * parts, 0);
      return;
    }
    if (share == 1) {
      inner.evaluate(first, count, out, from, scratch);
      return;
    }
    int[] at = scratch.borrowWords();
    if (share < MOST) {
      int kept = mask.list(first, count, true, at, scratch);
      A values = scratch.borrow();
      inner.evaluateAt(first, at, kept, values, scratch);
      arithmetic.fill(out, from, count * parts, 0);
      arithmetic.put(values, at, kept, parts, out, from);
      scratch.giveBack(values);
    } else {
      inner.evaluate(first, count, out, from, scratch);
      int dropped = mask.list(first, count, false, at, scratch);
      arithmetic.putZeros(at, dropped, parts, out, from);
    }
    scratch.giveBack(at);
  }
}
