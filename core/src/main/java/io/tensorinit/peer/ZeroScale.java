package io.tensorinit.peer;

import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Scaled;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.VarianceScaling;
import io.tensorinit.spec.ZeroFan;

/**
 * Initializers of peers that take a scale of zero, which leaves nothing random: the specs refuse
 * it, since it is rarely meant.
 */
public final class ZeroScale {
  private ZeroScale() {}

  /**
   * Mean 0 and variance scale / n; zeros, where there are fans, for a scale of 0.
   *
   * @param scale the variance times n, 0 or more
   * @param mode which fan n is
   * @param distribution the distribution
   * @param zeroFan what becomes of n = 0
   * @return the initializer
   * @throws IllegalArgumentException if the scale is below 0 or not finite
   */
  public static Initializer varianceScaling(
      double scale, FanMode mode, Distribution distribution, ZeroFan zeroFan) {
    return scale == 0
        ? new Scaled(new VarianceScaling(1, mode, distribution, zeroFan), 0)
        : new VarianceScaling(scale, mode, distribution, zeroFan);
  }

  /**
   * A truncated normal; its mean moved to the nearer bound for a std of 0.
   *
   * @param mean the mean before cutting, finite
   * @param std the std before cutting, 0 or more
   * @param low the lower bound
   * @param high the upper bound
   * @param bounds what the bounds count in
   * @return the initializer
   * @throws IllegalArgumentException if the std is below 0 or low above high
   */
  public static Initializer truncatedNormal(
      double mean, double std, double low, double high, TruncatedNormal.Bounds bounds) {
    if (std != 0) {
      return new TruncatedNormal(mean, std, low, high, bounds);
    }
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "truncated normal needs low <= high, was low " + low + ", high " + high);
    }
    return new Constant(
        bounds == TruncatedNormal.Bounds.SIGMAS ? mean : Math.min(Math.max(mean, low), high));
  }
}
