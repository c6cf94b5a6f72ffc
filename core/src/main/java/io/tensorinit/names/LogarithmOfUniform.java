package io.tensorinit.names;

import io.tensorinit.random.Quantile;

/**
 * The logarithm of a uniform variable: Mamba-2's A_log. Quantile {@code ln(low (1 - v) + high v)}.
 *
 * @param low the uniform's lower bound, above 0
 * @param high its upper bound
 */
record LogarithmOfUniform(double low, double high) implements Quantile {
  @Override
  public double at(double v, double complement) {
    return StrictMath.log(low * complement + high * v);
  }
}
