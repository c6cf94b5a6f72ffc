package io.tensorinit.plan;

import io.tensorinit.random.QuantileElement;

/**
 * A continuous distribution other than the uniform: each part of an element is the quantile of its
 * own word, read from a table, scaled, shifted and held within bounds. To a backend all of them are
 * one primitive.
 */
@SuppressWarnings("exports") // the law is exported to the backends, which alone ask for it
public sealed interface ContinuousFill extends FillPlan
    permits NormalFill, TruncatedNormalFill, QuantileFill {
  /**
   * The element function in float32. Costs the making of its table.
   *
   * @param ofPart whether it draws the parts of complex elements, else real elements
   * @return the value of a word
   */
  QuantileElement.Float32 float32(boolean ofPart);

  /**
   * The element function in float64. Costs the making of its table.
   *
   * @param ofPart whether it draws the parts of complex elements, else real elements
   * @return the value of 53 random digits
   */
  QuantileElement.Float64 float64(boolean ofPart);
}
