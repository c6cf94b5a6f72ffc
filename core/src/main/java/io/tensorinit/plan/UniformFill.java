package io.tensorinit.plan;

import io.tensorinit.tensor.CheckReturnValue;

/**
 * Uniform on the closed interval from {@code low} to {@code high}: element i is {@code min(fma(u,
 * (float) (high - low), (float) low), (float) high)}, u the unit of word i in (0, 1].
 *
 * @param low the lower bound, finite
 * @param high the upper bound, finite, at least {@code low}
 * @param complexBounds what the bounds mean for the parts of a complex element
 */
public record UniformFill(double low, double high, ComplexBounds complexBounds)
    implements FillPlan {
  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a bound or their distance is not finite, or low exceeds
   *     high
   */
  public UniformFill {
    if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
      throw new IllegalArgumentException(
          "uniform needs finite bounds with low <= high, was low " + low + ", high " + high);
    }
    if (Double.isInfinite(high - low)) {
      throw new IllegalArgumentException(
          "uniform needs a width that is finite in float64, was low " + low + ", high " + high);
    }
  }

  /**
   * The real fill that draws each part of a complex element.
   *
   * @return the same bounds, or at sqrt(1/2) of their distance from the middle
   */
  @CheckReturnValue
  public UniformFill ofPart() {
    double middle = low + (high - low) / 2;
    return new UniformFill(
        complexBounds.ofPart(low, middle), complexBounds.ofPart(high, middle), complexBounds);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.uniform(this);
  }
}
