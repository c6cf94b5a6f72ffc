package io.tensorinit.cpu.element;

/**
 * A fill with zeros where a mask does not keep.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class MaskEvaluator<A> implements Evaluator<A> {
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
    inner.evaluate(first, count, out, from, scratch);
    int[] kept = scratch.borrowWords();
    mask.decide(first, count, kept, scratch);
    for (int part = 0; part < parts; part++) {
      arithmetic.keep(out, from + part, parts, count, kept);
    }
    scratch.giveBack(kept);
  }
}
