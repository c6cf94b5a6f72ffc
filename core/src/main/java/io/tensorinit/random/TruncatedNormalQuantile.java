package io.tensorinit.random;

import io.tensorinit.function.Quantile;

/**
 * The normal distribution N(mean, std^2) cut to the closed interval [low, high], on the host: its
 * quantile function in units of {@code std} from the mean, {@code Phi(a) + v (Phi(b) - Phi(a))}
 * sent through the normal quantile, {@code a = (low - mean) / std}, {@code b = (high - mean) /
 * std}.
 *
 * <p>Three cases keep every digit, told apart once a window:
 *
 * <pre>
 *   straddling, a &lt; 0 &lt; b   D = 2 (Phi(b) - Phi(a))       A = 2 Phi(a)       B = 2 Phi(-b)
 *                              L = 2 (Phi(0) - Phi(a))       R = 2 (Phi(b) - Phi(0))
 *     c = v &lt; 1/2 ? fma(v, D, -L) : fma(v - 1, D, R)
 *     p = c &lt; 0 ? fma(v, D, A) : fma(1 - v, D, B)
 *     z = centre(c), or the tail of p with the sign of c
 *   below, b &lt;= 0             D = 2 (Phi(b) - Phi(a)) 2^S   A = 2 Phi(a) 2^S   C = 1 - 2 Phi(b)
 *     p = fma(v, D, A)
 *     z = -centre(fma(1 - v, D, C)), or minus the tail of p 2^-S; only the tail if S &gt; 0
 *   above, a &gt;= 0             the window [-b, -a] at 1 - v, and -z
 * </pre>
 *
 * <p>with a binary scale {@code S} that makes 2 Phi(b) 2^S lie in [1, 2) where Phi(b) is below
 * 2^-40. Centre and tail are those of {@link NormalQuantile}.
 */
public final class TruncatedNormalQuantile {
  /** Below this probability of the half-line under the window, the constants are scaled. */
  private static final double SCALED_BELOW = 0x1p-40;

  private TruncatedNormalQuantile() {}

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
   * The quantile function in units of {@code std} from the mean. Equal for equal windows: all
   * normals cut at two standard deviations have one.
   *
   * @param mean the mean before cutting
   * @param std the standard deviation before cutting
   * @param low the lower bound; may be -infinity
   * @param high the upper bound; may be +infinity
   * @return the quantile function; the standard normal's where nothing is cut, and where {@code low
   *     == high}, since any serves there
   * @throws IllegalArgumentException as {@link #check}
   */
  public static Quantile quantile(double mean, double std, double low, double high) {
    check(mean, std, low, high);
    double a = (low - mean) / std;
    double b = (high - mean) / std;
    boolean whole = a == Double.NEGATIVE_INFINITY && b == Double.POSITIVE_INFINITY;
    if (whole || low == high) {
      return NormalQuantile.STANDARD;
    }
    return a < 0 && b > 0 ? new Straddling(a, b) : new OneSided(a, b);
  }

  /** A window, which decides everything: those with the same ends are equal. */
  private abstract static class Window implements Quantile {
    final double a;
    final double b;

    Window(double a, double b) {
      this.a = a;
      this.b = b;
    }

    @Override
    public final boolean isOdd() {
      return a == -b;
    }

    // a record's methods would cost a first fill 20 ms of start-up

    @Override
    public final boolean equals(Object other) {
      return other instanceof Window window && a == window.a && b == window.b;
    }

    @Override
    public final int hashCode() {
      return 31 * Double.hashCode(a) + Double.hashCode(b);
    }

    @Override
    public final String toString() {
      return "standard normal in [" + a + ", " + b + "]";
    }
  }

  /** A window with 0 strictly inside; the constants are those of the class comment. */
  private static final class Straddling extends Window {
    /** D. */
    private final double mass;

    /** A. */
    private final double lower;

    /** B. */
    private final double upper;

    /** L. */
    private final double left;

    /** R. */
    private final double right;

    Straddling(double a, double b) {
      super(a, b);
      double below = NormalWindow.massFromCentre(-a);
      double above = NormalWindow.massFromCentre(b);
      this.mass = 2 * (below + above);
      this.left = 2 * below;
      this.right = 2 * above;
      this.lower = 2 * NormalWindow.mass(Double.NEGATIVE_INFINITY, a, 0);
      this.upper = 2 * NormalWindow.mass(b, Double.POSITIVE_INFINITY, 0);
    }

    @Override
    public double at(double v, double complement) {
      double c = v < complement ? Math.fma(v, mass, -left) : Math.fma(-complement, mass, right);
      double p = c < 0 ? Math.fma(v, mass, lower) : Math.fma(complement, mass, upper);
      if (p >= NormalQuantile.CENTRE_FROM) {
        return NormalQuantile.centre(c);
      }
      return c < 0 ? -NormalQuantile.tail(p, 0) : NormalQuantile.tail(p, 0);
    }
  }

  /** A window on one side of 0; the constants are those of the class comment. */
  private static final class OneSided extends Window {
    /** Whether it lies above 0; the constants are those of its mirror image. */
    private final boolean above;

    /** S. */
    private final int scale;

    /** D. */
    private final double mass;

    /** A. */
    private final double lower;

    /** C. */
    private final double offset;

    OneSided(double a, double b) {
      super(a, b);
      this.above = a >= 0;
      double inner = above ? -a : b;
      double outer = above ? -b : a;
      double end = NormalWindow.mass(Double.NEGATIVE_INFINITY, inner, 0);
      this.scale = end >= SCALED_BELOW ? 0 : -Math.getExponent(end) - 1;
      this.mass = 2 * NormalWindow.mass(outer, inner, scale);
      this.lower = 2 * NormalWindow.mass(Double.NEGATIVE_INFINITY, outer, scale);
      this.offset = 2 * NormalWindow.massFromCentre(-inner);
    }

    @Override
    public double at(double v, double complement) {
      return above ? -below(complement, v) : below(v, complement);
    }

    private double below(double v, double complement) {
      double p = Math.fma(v, mass, lower);
      return scale == 0 && p >= NormalQuantile.CENTRE_FROM
          ? -NormalQuantile.centre(Math.fma(complement, mass, offset))
          : -NormalQuantile.tail(p, scale);
    }
  }
}
