package io.tensorinit.names;

import io.tensorinit.random.Quantile;
import io.tensorinit.random.Quantiles;

/**
 * Mamba's dt_bias: the inverse softplus {@code x + ln(1 - exp(-x))} of a step x that is log-uniform
 * on [min, max] and not below a floor, so that softplus gives the step back.
 */
final class TimeStepBias implements Quantile {
  private final double min;
  private final double max;
  private final double floor;
  private final Quantile step;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if a number is not above 0 or min exceeds max
   */
  TimeStepBias(double min, double max, double floor) {
    this.min = min;
    this.max = max;
    this.floor = floor;
    this.step = Quantiles.logUniform(min, max);
  }

  @Override
  public double at(double v, double complement) {
    double x = Math.max(floor, step.at(v, complement));
    return x + StrictMath.log(-StrictMath.expm1(-x));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TimeStepBias bias
        && min == bias.min
        && max == bias.max
        && floor == bias.floor;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(min) + 31 * (Double.hashCode(max) + 31 * Double.hashCode(floor));
  }

  @Override
  public String toString() {
    return "TimeStepBias(" + min + ", " + max + ", floor " + floor + ")";
  }
}
