package io.tensorinit.random;

/**
 * The normal distribution N(mean, std^2): {@code fma(z, std, mean)} with {@code z} the standard
 * normal quantile of the element's word. One word an element.
 *
 * @see NormalQuantile
 */
public final class Normal {
  private Normal() {}

  /**
   * Refuses parameters that no precision can serve.
   *
   * @param mean the mean
   * @param std the standard deviation
   * @throws IllegalArgumentException if a parameter is NaN or infinite, or if {@code std} is
   *     negative
   */
  public static void check(double mean, double std) {
    Parameters.finite("mean", mean);
    Parameters.notNegative("std", std);
  }

  /**
   * The float32 element function's constants.
   *
   * @param mean the mean
   * @param std the standard deviation
   */
  public record Float32(float mean, float std) implements Float32Law {
    /**
     * The element function of N(mean, std^2).
     *
     * @param mean the mean
     * @param std the standard deviation, 0 or above
     * @return the element function
     * @throws IllegalArgumentException as {@link Normal#check}, and if a parameter overflows
     *     float32
     */
    public static Float32 of(double mean, double std) {
      check(mean, std);
      return new Float32(Parameters.float32("mean", mean), Parameters.float32("std", std));
    }

    @Override
    public float at(int word) {
      return Math.fma(NormalQuantile.float32(word), std, mean);
    }
  }

  /**
   * The float64 element function's constants.
   *
   * @param mean the mean
   * @param std the standard deviation
   */
  public record Float64(double mean, double std) implements Float64Law {
    /**
     * The element function of N(mean, std^2).
     *
     * @param mean the mean
     * @param std the standard deviation, 0 or above
     * @return the element function
     * @throws IllegalArgumentException as {@link Normal#check}
     */
    public static Float64 of(double mean, double std) {
      check(mean, std);
      return new Float64(mean, std);
    }

    @Override
    public double at(long digits) {
      return Math.fma(NormalQuantile.float64(digits), std, mean);
    }
  }
}
