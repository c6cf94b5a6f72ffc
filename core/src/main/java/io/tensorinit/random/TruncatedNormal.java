package io.tensorinit.random;

/**
 * The normal distribution N(mean, std^2) cut to the closed interval [low, high].
 *
 * <p>The element's {@code z} is the quantile of {@code Phi(a) + v (Phi(b) - Phi(a))} with {@code a
 * = (low - mean) / std}, {@code b = (high - mean) / std} and {@code v} the word's probability; its
 * value is {@code min(max(fma(z, std, mean), low), high)}. One word an element, no rejection.
 *
 * <p>Three cases keep every digit, told apart once a fill:
 *
 * <pre>
 *   straddling, a &lt; 0 &lt; b   D = 2 (Phi(b) - Phi(a))       A = 2 Phi(a)       B = 2 Phi(-b)
 *                              M = Phi(a) + Phi(b) - 1
 *     c = fma(q, D, M);  P = c &lt; 0 ? fma(v, D, A) : fma(u, D, B)
 *     z = centre(c, P), or the tail of P with the sign of c
 *   below, b &lt;= 0             D = 2 (Phi(b) - Phi(a)) 2^S   A = 2 Phi(a) 2^S   C = 1 - 2 Phi(b)
 *     P = fma(v, D, A)
 *     z = -centre(fma(u, D, C), P), or minus the tail of P 2^-S; only the tail if S &gt; 0
 *   above, a &gt;= 0             the window [-b, -a] with the word's complement, and -z
 * </pre>
 *
 * <p>with {@code q = v - 1/2} and {@code u = 1 - v}, both from the folded word, and a binary scale
 * {@code S} that makes 2 Phi(b) 2^S lie in [1, 2) where Phi(b) is below 2^-40. Centre and tail are
 * those of {@link NormalQuantile}; with infinite bounds every bit is the normal's.
 *
 * <p>Accuracy: 4 ulp of max(|z|, 1) in float32, 8 in float64, for windows whose nearest bound lies
 * within 36 standard deviations.
 */
public final class TruncatedNormal {
  /** Below this probability of the half-line under the window, the constants are scaled. */
  private static final double SCALED_BELOW = 0x1p-40;

  private TruncatedNormal() {}

  /** Where the window lies. */
  public enum Side {
    /** 0 lies strictly inside. */
    STRADDLING,
    /** No point lies above 0. */
    BELOW,
    /** No point lies below 0; computed as its mirror image. */
    ABOVE
  }

  /**
   * Refuses parameters that no precision can serve.
   *
   * @param mean the mean before cutting
   * @param std the standard deviation before cutting
   * @param low the lower bound; may be -infinity
   * @param high the upper bound; may be +infinity
   * @throws IllegalArgumentException if {@code mean} or {@code std} is not finite, if {@code std}
   *     is not above 0, if a bound is NaN, if {@code low > high}, or if the nearest bound lies more
   *     than 37 standard deviations from the mean while {@code low < high}
   */
  public static void check(double mean, double std, double low, double high) {
    Parameters.finite("mean", mean);
    Parameters.positive("std", std);
    Parameters.ordered("low", low, "high", high);
    if (low == high) {
      Parameters.finite("low", low);
      return;
    }
    double a = (low - mean) / std;
    double b = (high - mean) / std;
    if (a > NormalWindow.FARTHEST || b < -NormalWindow.FARTHEST) {
      boolean above = a > NormalWindow.FARTHEST;
      throw new IllegalArgumentException(
          (above ? "low" : "high")
              + " must lie within 37 standard deviations of the mean, but "
              + (above ? low : high)
              + " lies "
              + (above ? a : -b)
              + (above ? " above" : " below")
              + " (mean "
              + mean
              + ", std "
              + std
              + ")");
    }
  }

  /**
   * The window's constants in double, as the class comment defines them; the mirror image's where
   * the window lies above 0.
   *
   * @param side where the window lies
   * @param scale S; 0 where the window straddles 0
   * @param mass D
   * @param lower A
   * @param upper B; 0 unless the window straddles 0
   * @param offset M where the window straddles 0, else C
   */
  private record Constants(
      Side side, int scale, double mass, double lower, double upper, double offset) {
    static Constants of(double mean, double std, double low, double high) {
      check(mean, std, low, high);
      if (low == high) {
        // Any window serves: the clamp makes every value the constant.
        return straddling(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
      }
      double a = (low - mean) / std;
      double b = (high - mean) / std;
      if (a < 0 && b > 0) {
        return straddling(a, b);
      }
      return b <= 0 ? oneSided(Side.BELOW, a, b) : oneSided(Side.ABOVE, -b, -a);
    }

    private static Constants straddling(double a, double b) {
      double below = NormalWindow.massFromCentre(-a);
      double above = NormalWindow.massFromCentre(b);
      return new Constants(
          Side.STRADDLING,
          0,
          2 * (below + above),
          2 * NormalWindow.mass(Double.NEGATIVE_INFINITY, a, 0),
          2 * NormalWindow.mass(b, Double.POSITIVE_INFINITY, 0),
          above - below);
    }

    private static Constants oneSided(Side side, double a, double b) {
      double end = NormalWindow.mass(Double.NEGATIVE_INFINITY, b, 0);
      int scale = end >= SCALED_BELOW ? 0 : -Math.getExponent(end) - 1;
      return new Constants(
          side,
          scale,
          2 * NormalWindow.mass(a, b, scale),
          2 * NormalWindow.mass(Double.NEGATIVE_INFINITY, a, scale),
          0,
          2 * NormalWindow.massFromCentre(-b));
    }
  }

  /**
   * The float32 element function's constants: those of the class comment, each rounded once.
   *
   * @param side where the window lies
   * @param scale S; 0 where the window straddles 0
   * @param mass D
   * @param lower A
   * @param upper B; 0 unless the window straddles 0
   * @param offset M where the window straddles 0, else C
   * @param mean the mean before cutting
   * @param std the standard deviation before cutting
   * @param low the lower bound
   * @param high the upper bound
   */
  public record Float32(
      Side side,
      int scale,
      float mass,
      float lower,
      float upper,
      float offset,
      float mean,
      float std,
      float low,
      float high)
      implements Float32Law {
    /**
     * The element function of N(mean, std^2) cut to [low, high].
     *
     * @param mean the mean before cutting
     * @param std the standard deviation before cutting
     * @param low the lower bound; may be -infinity
     * @param high the upper bound; may be +infinity
     * @return the element function; a constant if {@code low == high}
     * @throws IllegalArgumentException as {@link TruncatedNormal#check}, and if {@code mean} or
     *     {@code std} overflows float32
     */
    public static Float32 of(double mean, double std, double low, double high) {
      Constants c = Constants.of(mean, std, low, high);
      return new Float32(
          c.side,
          c.scale,
          (float) c.mass,
          (float) c.lower,
          (float) c.upper,
          (float) c.offset,
          Parameters.float32("mean", mean),
          Parameters.float32("std", std),
          (float) low,
          (float) high);
    }

    @Override
    public float at(int word) {
      return Math.min(Math.max(Math.fma(z(word), std, mean), low), high);
    }

    /**
     * The element's value in standard deviations from the mean, before the clamp.
     *
     * @param word the element's word
     * @return z
     */
    public float z(int word) {
      return switch (side) {
        case STRADDLING -> straddling(word);
        case BELOW -> below(word);
        case ABOVE -> -below(~word);
      };
    }

    private float straddling(int word) {
      float v = FoldedWord.below(word);
      float u = FoldedWord.above(word);
      float c = Math.fma(FoldedWord.fromCentre(word), mass, offset);
      float p = c < 0 ? Math.fma(v, mass, lower) : Math.fma(u, mass, upper);
      if (p >= NormalQuantile.CENTRE_32) {
        return NormalQuantile.centre(c, p);
      }
      return c < 0 ? -NormalQuantile.tail(p, 0) : NormalQuantile.tail(p, 0);
    }

    private float below(int word) {
      float v = FoldedWord.below(word);
      float u = FoldedWord.above(word);
      float p = Math.fma(v, mass, lower);
      return scale == 0 && p >= NormalQuantile.CENTRE_32
          ? -NormalQuantile.centre(Math.fma(u, mass, offset), p)
          : -NormalQuantile.tail(p, scale);
    }
  }

  /**
   * The float64 element function's constants: those of the class comment.
   *
   * @param side where the window lies
   * @param scale S; 0 where the window straddles 0
   * @param mass D
   * @param lower A
   * @param upper B; 0 unless the window straddles 0
   * @param offset M where the window straddles 0, else C
   * @param mean the mean before cutting
   * @param std the standard deviation before cutting
   * @param low the lower bound
   * @param high the upper bound
   */
  public record Float64(
      Side side,
      int scale,
      double mass,
      double lower,
      double upper,
      double offset,
      double mean,
      double std,
      double low,
      double high)
      implements Float64Law {
    /**
     * The element function of N(mean, std^2) cut to [low, high].
     *
     * @param mean the mean before cutting
     * @param std the standard deviation before cutting
     * @param low the lower bound; may be -infinity
     * @param high the upper bound; may be +infinity
     * @return the element function; a constant if {@code low == high}
     * @throws IllegalArgumentException as {@link TruncatedNormal#check}
     */
    public static Float64 of(double mean, double std, double low, double high) {
      Constants c = Constants.of(mean, std, low, high);
      return new Float64(c.side, c.scale, c.mass, c.lower, c.upper, c.offset, mean, std, low, high);
    }

    @Override
    public double at(long digits) {
      return Math.min(Math.max(Math.fma(z(digits), std, mean), low), high);
    }

    /**
     * The element's value in standard deviations from the mean, before the clamp.
     *
     * @param digits the element's digits, in [0, 2^53)
     * @return z
     */
    public double z(long digits) {
      return switch (side) {
        case STRADDLING -> straddling(digits);
        case BELOW -> below(digits);
        case ABOVE -> -below(FoldedWord.complement(digits));
      };
    }

    private double straddling(long digits) {
      double v = FoldedWord.below(digits);
      double u = FoldedWord.above(digits);
      double c = Math.fma(FoldedWord.fromCentre(digits), mass, offset);
      double p = c < 0 ? Math.fma(v, mass, lower) : Math.fma(u, mass, upper);
      if (p >= NormalQuantile.CENTRE_64) {
        return NormalQuantile.centre(c);
      }
      return c < 0 ? -NormalQuantile.tail(p, 0) : NormalQuantile.tail(p, 0);
    }

    private double below(long digits) {
      double v = FoldedWord.below(digits);
      double u = FoldedWord.above(digits);
      double p = Math.fma(v, mass, lower);
      return scale == 0 && p >= NormalQuantile.CENTRE_64
          ? -NormalQuantile.centre(Math.fma(u, mass, offset))
          : -NormalQuantile.tail(p, scale);
    }
  }
}
