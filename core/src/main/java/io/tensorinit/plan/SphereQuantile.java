package io.tensorinit.plan;

import io.tensorinit.function.Quantile;

/**
 * A coordinate of a point on a sphere, from -1 to 1: {@code 2 y - 1}, y by a symmetric beta
 * distribution. Equal for equal shapes.
 */
final class SphereQuantile implements Quantile {
  private final Quantile beta;
  private final double exponent;

  SphereQuantile(Quantile beta, double exponent) {
    this.beta = beta;
    this.exponent = exponent;
  }

  @Override
  public double at(double v, double complement) {
    return 2 * beta.at(v, complement) - 1;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SphereQuantile sphere && sphere.exponent == exponent;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(exponent);
  }
}
