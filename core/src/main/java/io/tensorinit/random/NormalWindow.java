package io.tensorinit.random;

/**
 * The standard normal distribution between two points: its probability and moments, in double, none
 * of them by a difference that could cancel.
 *
 * <p>With {@code n} the point of the window nearest to 0 and {@code t = x - n}, everything follows
 * from
 *
 * <pre>
 *   I_k = integral over the window of t^k exp(-t (n + t / 2)) dt
 *   Phi(b) - Phi(a) = phi(n) I_0     mean = n + I_1 / I_0     variance = I_2 / I_0 - (I_1 / I_0)^2
 * </pre>
 *
 * <p>The integrands do not change sign on either side of 0, so far tails and narrow windows are as
 * exact as wide ones: relative errors below 1e-14. Gauss-Legendre quadrature of 16 points on four
 * panels a side; what lies beyond a factor of e^-45 is left out.
 *
 * @param low the lower end a, in standard deviations; may be -infinity
 * @param high the upper end b; may be +infinity
 * @param mean the mean of the normal variable given that it lies in the window
 * @param variance its variance
 */
public record NormalWindow(double low, double high, double mean, double variance) {
  /** How far from 0 the nearest end of a window may lie. */
  public static final double FARTHEST = 37;

  private static final double SQRT_2_PI = 2.5066282746310005024;

  /** How far below its largest value, in powers of e, the integrand is followed. */
  private static final double NEGLIGIBLE = 45;

  /** From here on the density is below the smallest double. */
  private static final double UNDERFLOWS_FROM = 40;

  private static final int PANELS = 4;

  /** From here on half the mass is better computed from the tail. */
  private static final double TAIL_FROM = 1;

  private static final double[] NODES = {
    0.095012509837637440185,
    0.28160355077925891323,
    0.45801677765722738634,
    0.61787624440264374845,
    0.7554044083550030339,
    0.86563120238783174388,
    0.94457502307323257608,
    0.9894009349916499326
  };

  private static final double[] WEIGHTS = {
    0.18945061045506849629,
    0.18260341504492358887,
    0.16915651939500253819,
    0.14959598881657673208,
    0.12462897125553387205,
    0.09515851168249278481,
    0.062253523938647892863,
    0.027152459411754094852
  };

  /**
   * The window from {@code low} to {@code high}.
   *
   * @param low the lower end, in standard deviations; may be -infinity
   * @param high the upper end; may be +infinity
   * @return its moments; a window of one point has that mean and the variance 0
   * @throws IllegalArgumentException if an end is NaN, if {@code low > high}, or if the end nearest
   *     to 0 lies farther than {@link #FARTHEST} from it
   */
  public static NormalWindow of(double low, double high) {
    Parameters.ordered("low", low, "high", high);
    if (low > FARTHEST || high < -FARTHEST) {
      throw new IllegalArgumentException(
          "the window must reach to within 37 standard deviations of the mean, but is "
              + low
              + " .. "
              + high);
    }
    if (low == high) {
      return new NormalWindow(low, high, low, 0);
    }
    double nearest = Math.min(Math.max(low, 0), high);
    double[] above = integrals(nearest, high - nearest);
    double[] below = integrals(-nearest, nearest - low);
    double mass = above[0] + below[0];
    double offset = (above[1] - below[1]) / mass;
    double square = (above[2] + below[2]) / mass;
    return new NormalWindow(low, high, nearest + offset, square - offset * offset);
  }

  /**
   * The probability of the window.
   *
   * @return Phi(high) - Phi(low); exactly 1 between the infinities
   */
  public double mass() {
    return mass(low, high, 0);
  }

  /**
   * The probability of a window, scaled.
   *
   * @param low the lower end, in standard deviations; may be -infinity
   * @param high the upper end, not below {@code low}; may be +infinity
   * @param scale binary scale, for windows so far out that the probability would lose its digits
   * @return {@code (Phi(high) - Phi(low)) 2^scale}
   */
  static double mass(double low, double high, int scale) {
    if (low == high) {
      return 0;
    }
    if (low < 0 && high > 0) {
      return Math.scalb(massFromCentre(-low) + massFromCentre(high), scale);
    }
    double nearest = Math.min(Math.abs(low), Math.abs(high));
    return Math.scalb(density(nearest), scale) * integrals(nearest, high - low)[0];
  }

  /**
   * The density of the standard normal distribution.
   *
   * @param x a point
   * @return exp(-x^2 / 2) / sqrt(2 pi); the square's rounding error is taken back, so that the
   *     relative error stays below 1e-15 as long as the result is a normal number (|x| up to 37); 0
   *     from 40 on
   */
  public static double density(double x) {
    if (Math.abs(x) >= UNDERFLOWS_FROM) {
      return 0;
    }
    double square = x * x;
    double rest = Math.fma(x, x, -square);
    return StrictMath.exp(-0.5 * square) * (1 - 0.5 * rest) / SQRT_2_PI;
  }

  /**
   * The probability of {@code [0, x]}.
   *
   * @param x a point, 0 or above
   * @return Phi(x) - 1/2; exactly 1/2 at infinity
   */
  static double massFromCentre(double x) {
    return x < TAIL_FROM ? mass(0, x, 0) : 0.5 - mass(x, Double.POSITIVE_INFINITY, 0);
  }

  /**
   * {@code I_0, I_1, I_2} over t from 0 to {@code length}; none where {@code length} is 0, as on
   * the far side of a one-sided window.
   */
  private static double[] integrals(double nearest, double length) {
    double[] sums = new double[3];
    if (length == 0) {
      return sums;
    }
    // t (n + t / 2) = NEGLIGIBLE, solved without cancellation
    double reach = 2 * NEGLIGIBLE / (nearest + Math.sqrt(nearest * nearest + 2 * NEGLIGIBLE));
    double half = 0.5 * Math.min(length, reach) / PANELS;
    for (int panel = 0; panel < PANELS; panel++) {
      double middle = (2 * panel + 1) * half;
      for (int i = 0; i < NODES.length; i++) {
        addPoint(sums, nearest, middle - half * NODES[i], half * WEIGHTS[i]);
        addPoint(sums, nearest, middle + half * NODES[i], half * WEIGHTS[i]);
      }
    }
    return sums;
  }

  private static void addPoint(double[] sums, double nearest, double t, double weight) {
    double value = weight * StrictMath.exp(-t * (nearest + 0.5 * t));
    sums[0] += value;
    sums[1] += value * t;
    sums[2] += value * t * t;
  }
}
