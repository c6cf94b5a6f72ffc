package io.tensorinit.peer;

import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.Uniform;

/** Initializers with two bounds, whose refusals name the bounds as their owner does. */
public final class Bounds {
  private Bounds() {}

  /**
   * U(low, high).
   *
   * @param config the config
   * @param low the parameter that is the lower bound
   * @param high the parameter that is the upper bound
   * @return the initializer
   * @throws IllegalArgumentException if the bounds are no numbers, or reversed
   */
  public static Initializer uniform(Config config, String low, String high) {
    config.requireAscending(low, high);
    return new Uniform(config.number(low), config.number(high));
  }

  /**
   * U(-scale, scale).
   *
   * @param config the config
   * @param scale the parameter that is half the width, 0 or more
   * @return the initializer
   * @throws IllegalArgumentException if it is not allowed
   */
  public static Initializer symmetric(Config config, String scale) {
    return new Uniform(-config.number(scale), config.number(scale));
  }

  /**
   * A normal cut at bounds; its mean moved to the nearer bound for a std of 0.
   *
   * @param config the config
   * @param mean the mean before cutting
   * @param std the parameter that is the std before cutting
   * @param low the parameter that is the lower bound
   * @param high the parameter that is the upper bound
   * @param bounds what the bounds count in
   * @return the initializer
   * @throws IllegalArgumentException if one is not allowed, or the bounds are reversed
   */
  public static Initializer cutNormal(
      Config config,
      double mean,
      String std,
      String low,
      String high,
      TruncatedNormal.Bounds bounds) {
    config.requireAscending(low, high);
    return ZeroScale.truncatedNormal(
        mean, config.number(std), config.number(low), config.number(high), bounds);
  }
}
