package io.tensorinit.cpu.element;

import io.tensorinit.random.DiscreteTable;
import io.tensorinit.tensor.Key;
import java.util.List;

/**
 * A mixture: each component is evaluated for the elements whose choice words name it, or, where
 * these are nearly all of a run, for all of it before the others.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class MixtureEvaluator<A> implements Evaluator<A> {
  private final List<Evaluator<A>> components;
  private final DiscreteTable choice;
  private final long choiceKey;
  private final int parts;
  private final Arithmetic<A> arithmetic;

  MixtureEvaluator(
      List<Evaluator<A>> components,
      long[] thresholds,
      Key choiceKey,
      int parts,
      Arithmetic<A> arithmetic) {
    this.components = components;
    this.choice = new DiscreteTable(thresholds);
    this.choiceKey = choiceKey.value();
    this.parts = parts;
    this.arithmetic = arithmetic;
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    int[] choices = scratch.borrowWords();
    int[] at = scratch.borrowWords();
    A values = scratch.borrow();
    int[] uses = new int[components.size()];
    scratch.words(choiceKey, first, choices, 0, count);
    for (int i = 0; i < count; i++) {
      choices[i] = choice.at(choices[i]);
      uses[choices[i]]++;
    }
    int most = -1;
    for (int k = 0; k < uses.length; k++) {
      if (uses[k] >= MaskEvaluator.MOST * count) {
        components.get(k).evaluate(first, count, out, from, scratch);
        most = k;
      }
    }
    for (int k = 0; k < uses.length; k++) {
      if (uses[k] > 0 && k != most) {
        int chosen = Places.of(k, choices, count, at);
        components.get(k).evaluateAt(first, at, chosen, values, scratch);
        arithmetic.put(values, at, chosen, parts, out, from);
      }
    }
    scratch.giveBack(values);
    scratch.giveBack(at);
    scratch.giveBack(choices);
  }
}
