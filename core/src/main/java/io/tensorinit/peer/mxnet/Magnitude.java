package io.tensorinit.peer.mxnet;

import io.tensorinit.peer.ZeroScale;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.ZeroFan;

/** The scaling of {@code Xavier} in MXNet and DJL: by c = sqrt(magnitude / n). */
public final class Magnitude {
  private Magnitude() {}

  /**
   * Uniform from -c to c, or normal of mean 0 and std c.
   *
   * @param magnitude c^2 times n, 0 or more
   * @param mode which fan n is
   * @param uniform whether it is the uniform
   * @return the initializer
   * @throws IllegalArgumentException if the magnitude is below 0 or not finite
   */
  public static Initializer scaling(double magnitude, FanMode mode, boolean uniform) {
    return uniform
        ? ZeroScale.varianceScaling(magnitude / 3, mode, Distribution.UNIFORM, ZeroFan.REFUSED)
        : ZeroScale.varianceScaling(magnitude, mode, Distribution.NORMAL, ZeroFan.REFUSED);
  }

  /**
   * One line for it.
   *
   * @param uniform the parameter and the word for the uniform
   * @param gaussian the word for the normal
   * @param factor the parameter for the fan
   * @return the formula
   */
  public static String formula(String uniform, String gaussian, String factor) {
    return "c = sqrt(magnitude / n), n = fan_in, fan_out or their mean by "
        + factor
        + "; "
        + uniform
        + ": U(-c, c); "
        + gaussian
        + ": N(0, c^2)";
  }
}
