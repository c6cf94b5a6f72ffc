package io.tensorinit.cpu.element;

import io.tensorinit.plan.HostElements;
import io.tensorinit.plan.HostFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;

/**
 * Tables, given tensors and Java functions, one part of an element after the other.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class HostEvaluator<A> implements Evaluator<A> {
  private final HostFill plan;
  private final Key key;
  private final DType dtype;
  private final Arithmetic<A> arithmetic;

  HostEvaluator(HostFill plan, Key key, DType dtype, Arithmetic<A> arithmetic) {
    this.plan = plan;
    this.key = key;
    this.dtype = dtype;
    this.arithmetic = arithmetic;
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    HostElements elements = elements(scratch);
    for (int i = 0; i < count; i++) {
      arithmetic.set(out, from + i, elements.at(first + i));
    }
  }

  @Override
  public void evaluateAt(long first, int[] at, int count, A out, ScratchChunks<A> scratch) {
    HostElements elements = elements(scratch);
    for (int i = 0; i < count; i++) {
      arithmetic.set(out, i, elements.at(first + at[i]));
    }
  }

  private HostElements elements(ScratchChunks<A> scratch) {
    return scratch.keep(this, HostElements.class, () -> plan.elements(key, dtype));
  }
}
