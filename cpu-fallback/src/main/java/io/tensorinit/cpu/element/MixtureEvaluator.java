package io.tensorinit.cpu.element;

import io.tensorinit.random.DiscreteTable;
import io.tensorinit.tensor.Key;
import java.util.List;

/**
 * A mixture: each component is evaluated for the elements whose choice words name it; one that most
 * elements take, for all of a run before the others.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class MixtureEvaluator<A> implements Evaluator<A> {
  private static final double WORDS = 0x1p32;

  private final List<Evaluator<A>> components;
  private final DiscreteTable choice;

  /** The component that most elements take; negative: there is none. */
  private final int common;

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
    this.common = common(thresholds);
    this.choiceKey = choiceKey.value();
    this.parts = parts;
    this.arithmetic = arithmetic;
  }

  private static int common(long[] thresholds) {
    long before = 0;
    for (int k = 0; k < thresholds.length; k++) {
      if (thresholds[k] - before >= MaskEvaluator.MOST * WORDS) {
        return k;
      }
      before = thresholds[k];
    }
    return -1;
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    int[] choices = scratch.borrowWords();
    int[] at = scratch.borrowWords();
    A values = scratch.borrow();
    scratch.words(choiceKey, first, choices, 0, count);
    scratch.choices.choose(choice, choices, count);
    if (common >= 0) {
      components.get(common).evaluate(first, count, out, from, scratch);
    }
    for (int k = 0; k < components.size(); k++) {
      int chosen = k == common ? 0 : Places.of(k, choices, count, at);
      if (chosen > 0) {
        components.get(k).evaluateAt(first, at, chosen, values, scratch);
        arithmetic.put(values, at, chosen, parts, out, from);
      }
    }
    scratch.giveBack(values);
    scratch.giveBack(at);
    scratch.giveBack(choices);
  }
}
