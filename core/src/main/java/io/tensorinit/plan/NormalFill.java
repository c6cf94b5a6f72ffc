package io.tensorinit.plan;

import io.tensorinit.random.QuantileElement;
import io.tensorinit.tensor.CheckReturnValue;

/**
 * Normal: element i is {@code fma(z, (float) std, (float) mean)}, z the standard normal quantile of
 * (x + 1/2) / 2^32, x word i. In a complex tensor each part has std sqrt(1/2) times {@code std}.
 *
 * @param mean the mean, finite
 * @param std the standard deviation, finite, 0 or more
 */
@SuppressWarnings("exports") // the law is exported to the backends, which alone ask for it
public record NormalFill(double mean, double std) implements ContinuousFill {
  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not finite or the std is negative
   */
  public NormalFill {
    if (!Double.isFinite(mean)) {
      throw new IllegalArgumentException("mean must be finite, was " + mean);
    }
    if (!(std >= 0) || Double.isInfinite(std)) {
      throw new IllegalArgumentException("std must be 0 or more and finite, was " + std);
    }
  }

  /**
   * The real fill that draws each part of a complex element.
   *
   * @return the same mean, and sqrt(1/2) of the standard deviation
   */
  @CheckReturnValue
  public NormalFill ofPart() {
    return new NormalFill(mean, std * ComplexBounds.PART_OF_STD);
  }

  @Override
  public QuantileElement.Float32 float32(boolean ofPart) {
    NormalFill own = ofPart ? ofPart() : this;
    return QuantileElement.Float32.normal(own.mean, own.std);
  }

  @Override
  public QuantileElement.Float64 float64(boolean ofPart) {
    NormalFill own = ofPart ? ofPart() : this;
    return QuantileElement.Float64.normal(own.mean, own.std);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.normal(this);
  }
}
