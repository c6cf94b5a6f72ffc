package io.tensorinit.cpu.element;

import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.Key;

/**
 * The distributions, in one precision: each makes an evaluator of real elements, whose index is the
 * position in the key's stream.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface Draws<A> {
  /**
   * The uniform distribution.
   *
   * @param plan its bounds
   * @param key the key
   * @return the evaluator
   */
  Evaluator<A> uniform(UniformFill plan, Key key);

  /**
   * Any other continuous distribution.
   *
   * @param plan gives its element function
   * @param ofPart whether it draws the parts of complex elements
   * @param key the key
   * @return the evaluator
   */
  Evaluator<A> continuous(ContinuousFill plan, boolean ofPart, Key key);

  /**
   * A discrete distribution.
   *
   * @param plan its values and probabilities
   * @param key the key
   * @return the evaluator
   */
  Evaluator<A> discrete(DiscreteFill plan, Key key);
}
