package io.tensorinit.cpu.element;

import io.tensorinit.plan.MixtureFill;
import io.tensorinit.random.DiscreteTable;
import io.tensorinit.random.SubStreams;
import io.tensorinit.random.Words;
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
      MixtureFill plan,
      Key key,
      List<Evaluator<A>> components,
      int parts,
      Arithmetic<A> arithmetic) {
    this.components = components;
    this.choice = new DiscreteTable(plan.thresholds());
    this.choiceKey = SubStreams.choice(key).value();
    this.parts = parts;
    this.arithmetic = arithmetic;
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> workspace) {
    int[] choices = workspace.borrowWords();
    A values = workspace.borrow();
    int[] uses = new int[components.size()];
    Words.fill(choiceKey, first, choices, 0, count);
    for (int i = 0; i < count; i++) {
      choices[i] = choice.at(choices[i]);
      uses[choices[i]]++;
    }
    for (int k = 0; k < uses.length; k++) {
      if (uses[k] > 0) {
        components.get(k).evaluate(first, count, values, 0, workspace);
        select(k, choices, count, values, out, from);
      }
    }
    workspace.giveBack(values);
    workspace.giveBack(choices);
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
