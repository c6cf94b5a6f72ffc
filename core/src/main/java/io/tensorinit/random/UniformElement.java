package io.tensorinit.random;

/**
 * The uniform distribution on the closed interval [low, high].
 *
 * <pre>
 *   float32   min(fma(u(x), (float) (high - low), (float) low), (float) high)
 *   float64   min(fma(u(z), high - low, low), high)
 * </pre>
 *
 * <p>The difference is taken in double and rounded once. With {@code u} in (0, 1] no value lies
 * below {@code low}; {@code min} takes back the half ulp by which the fused multiply-add may exceed
 * {@code high}. Both ends can be reached. One word an element.
 */
public final class UniformElement {
  private UniformElement() {}

  /**
   * Refuses bounds that no precision can serve.
   *
   * @param low lower bound
   * @param high upper bound
   * @throws IllegalArgumentException if a bound is NaN or infinite, if {@code low > high}, or if
   *     {@code high - low} overflows double
   */
  public static void check(double low, double high) {
    Parameters.ordered("low", low, "high", high);
    Parameters.finite("low", low);
    Parameters.finite("high", high);
    Parameters.finite("high - low", high - low);
  }

  /**
   * The float32 element function's constants.
   *
   * @param scale {@code high - low}
   * @param low lower bound
   * @param high upper bound
   */
  public record Float32(float scale, float low, float high) implements Float32Element {
    /**
     * The element function of U[low, high].
     *
     * @param low lower bound
     * @param high upper bound, not below {@code low}
     * @return the element function
     * @throws IllegalArgumentException as {@link UniformElement#check}, and if a bound or the
     *     difference overflows float32
     */
    public static Float32 of(double low, double high) {
      check(low, high);
      return new Float32(
          Parameters.float32("high - low", high - low),
          Parameters.float32("low", low),
          Parameters.float32("high", high));
    }

    @Override
    public float at(int word) {
      return place(UnitInterval.float32(word));
    }

    /** The value of a unit. */
    float place(float unit) {
      return Math.min(Math.fma(unit, scale, low), high);
    }
  }

  /**
   * The float64 element function's constants.
   *
   * @param scale {@code high - low}
   * @param low lower bound
   * @param high upper bound
   */
  public record Float64(double scale, double low, double high) implements Float64Element {
    /**
     * The element function of U[low, high].
     *
     * @param low lower bound
     * @param high upper bound, not below {@code low}
     * @return the element function
     * @throws IllegalArgumentException as {@link UniformElement#check}
     */
    public static Float64 of(double low, double high) {
      check(low, high);
      return new Float64(high - low, low, high);
    }

    @Override
    public double at(long digits) {
      return place(UnitInterval.float64(digits));
    }

    /** The value of a unit. */
    double place(double unit) {
      return Math.min(Math.fma(unit, scale, low), high);
    }
  }
}
