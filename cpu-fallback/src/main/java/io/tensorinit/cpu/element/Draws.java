package io.tensorinit.cpu.element;

import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.Key;

/**
 * The distributions, in one precision: each makes an evaluator of real elements, whose index is the
 * position in the key's stream.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Draws<A> {
  /**
   * The uniform distribution.
   *
   * @param plan its bounds
   * @param key the key
   * @return the evaluator
   */
  Evaluator<A> uniform(UniformFill plan, Key key);

  /**
   * The normal distribution.
   *
   * @param plan its parameters
   * @param key the key
   * @return the evaluator
   */
  Evaluator<A> normal(NormalFill plan, Key key);

  /**
   * The truncated normal distribution.
   *
   * @param plan its parameters
   * @param key the key
   * @return the evaluator
   */
  Evaluator<A> truncatedNormal(TruncatedNormalFill plan, Key key);

  /**
   * A distribution given by its quantile function.
   *
   * @param plan the quantile function
   * @param key the key
   * @return the evaluator
   */
  Evaluator<A> quantile(QuantileFill plan, Key key);

  /**
   * A discrete distribution.
   *
   * @param plan its values and probabilities
   * @param key the key
   * @return the evaluator
   */
  Evaluator<A> discrete(DiscreteFill plan, Key key);
}
