package io.tensorinit.plan;

import io.tensorinit.function.Quantile;
import io.tensorinit.random.QuantileElement;

/**
 * Any continuous distribution by its quantile function: element i is the {@linkplain
 * io.tensorinit.function.Quantile quantile} at (x + 1/2) / 2^32, x word i, read from a piecewise
 * polynomial table. In a complex tensor each part is drawn as a real element would be.
 *
 * @param quantile the quantile function
 */
@SuppressWarnings("exports") // the law is exported to the backends, which alone ask for it
public record QuantileFill(Quantile quantile) implements ContinuousFill {
  @Override
  public QuantileElement.Float32 float32(boolean ofPart) {
    return QuantileElement.Float32.of(quantile);
  }

  @Override
  public QuantileElement.Float64 float64(boolean ofPart) {
    return QuantileElement.Float64.of(quantile);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.quantile(this);
  }
}
