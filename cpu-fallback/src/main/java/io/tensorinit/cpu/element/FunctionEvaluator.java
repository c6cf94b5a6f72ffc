package io.tensorinit.cpu.element;

import io.tensorinit.plan.ElementFunction;
import io.tensorinit.random.KeyStream;
import io.tensorinit.tensor.Key;

/**
 * The user's own function of index and stream, called for each part.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class FunctionEvaluator<A> implements Evaluator<A> {
  private final ElementFunction function;
  private final Key key;
  private final boolean inDouble;
  private final Arithmetic<A> arithmetic;

  FunctionEvaluator(ElementFunction function, Key key, boolean inDouble, Arithmetic<A> arithmetic) {
    this.function = function;
    this.key = key;
    this.inDouble = inDouble;
    this.arithmetic = arithmetic;
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> workspace) {
    KeyStream stream = workspace.keep(this, KeyStream.class, () -> new KeyStream(key, inDouble));
    for (int i = 0; i < count; i++) {
      stream.moveTo(first + i);
      arithmetic.set(out, from + i, function.at(first + i, stream));
    }
  }
}
