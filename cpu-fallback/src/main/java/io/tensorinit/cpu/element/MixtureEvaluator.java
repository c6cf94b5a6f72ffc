package io.tensorinit.cpu.element;

import io.tensorinit.random.DiscreteTable;
import io.tensorinit.tensor.Key;
import java.util.List;

/**
 * A mixture: each component that occurs in a run is evaluated for the whole of it, and every
 * element takes the value of the component that its choice word names.
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
    A values = scratch.borrow();
    int[] uses = new int[components.size()];
    scratch.words(choiceKey, first, choices, 0, count);
    for (int i = 0; i < count; i++) {
      choices[i] = choice.at(choices[i]);
      uses[choices[i]]++;
    }
    for (int k = 0; k < uses.length; k++) {
      if (uses[k] > 0) {
        components.get(k).evaluate(first, count, values, 0, scratch);
        select(k, choices, count, values, out, from);
      }
    }
    scratch.giveBack(values);
    scratch.giveBack(choices);
  }

  private void select(int k, int[] choices, int count, A values, A out, int from) {
    for (int i = 0; i < count; i++) {
      if (choices[i] == k) {
        for (int part = 0; part < parts; part++) {
          arithmetic.copy(values, i * parts + part, out, from + i * parts + part);
        }
      }
    }
  }
}
