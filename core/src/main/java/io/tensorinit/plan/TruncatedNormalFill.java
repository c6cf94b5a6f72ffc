package io.tensorinit.plan;

import io.tensorinit.random.QuantileElement;
import io.tensorinit.tensor.CheckReturnValue;

/**
 * Normal cut to the closed interval from {@code low} to {@code high}, by the quantile of Phi(a) + v
 * (Phi(b) - Phi(a)), a and b the bounds in units of {@code std}, v = (x + 1/2) / 2^32, x word i. In
 * a complex tensor each part has std sqrt(1/2) times {@code std}.
 *
 * @param mean the mean of the normal before cutting, finite
 * @param std its standard deviation, above 0
 * @param low the lower bound, an absolute value, may be -infinity
 * @param high the upper bound, an absolute value, may be +infinity
 * @param complexBounds what the bounds mean for the parts of a complex element
 */
@SuppressWarnings("exports") // the law is exported to the backends, which alone ask for it
public record TruncatedNormalFill(
    double mean, double std, double low, double high, ComplexBounds complexBounds)
    implements ContinuousFill {
  /**
   * The real fill that draws each part of a complex element.
   *
   * @return the same mean, sqrt(1/2) of the standard deviation, and the same bounds or those at
   *     sqrt(1/2) of their distance from the mean
   */
  @CheckReturnValue
  public TruncatedNormalFill ofPart() {
    return new TruncatedNormalFill(
        mean,
        std * ComplexBounds.PART_OF_STD,
        complexBounds.ofPart(low, mean),
        complexBounds.ofPart(high, mean),
        complexBounds);
  }

  @Override
  public QuantileElement.Float32 float32(boolean ofPart) {
    TruncatedNormalFill own = ofPart ? ofPart() : this;
    return QuantileElement.Float32.truncatedNormal(own.mean, own.std, own.low, own.high);
  }

  @Override
  public QuantileElement.Float64 float64(boolean ofPart) {
    TruncatedNormalFill own = ofPart ? ofPart() : this;
    return QuantileElement.Float64.truncatedNormal(own.mean, own.std, own.low, own.high);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.truncatedNormal(this);
  }
}
