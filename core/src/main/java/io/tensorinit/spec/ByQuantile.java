package io.tensorinit.spec;

import io.tensorinit.function.Quantile;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.tensor.Shape;

/**
 * Any continuous distribution, by its quantile function; one word an element, read from a table
 * that is built once. Any shape. In a complex tensor each part is drawn as a real element would be.
 *
 * <p>Source: L. Devroye (1986), Non-Uniform Random Variate Generation, chapter II.2 (inversion).
 *
 * @param quantile the quantile function; two of these are equal if their quantiles are
 */
public record ByQuantile(Quantile quantile) implements Initializer {
  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new QuantileFill(quantile);
  }
}
