package io.tensorinit.random;

import io.tensorinit.function.Quantile;

/**
 * The standard normal quantile function, on the host: z with {@code Phi(z) = v}, in double.
 *
 * <p>With {@code p} twice the probability of the nearer tail and {@code q = 1 - p}:
 *
 * <pre>
 *   |z| = q A(0.180625 - q^2 / 4) / 2        from p = 0.15 on
 *   |z| = C(r),  r = sqrt(-ln(p / 2))        below
 * </pre>
 *
 * <p>A and C being ratios of polynomials of degree 7. Error below 5 ulp of z. What draws elements
 * is a {@link QuantileTable} of it.
 *
 * <p>Source: M. J. Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution",
 * Applied Statistics 37 (1988).
 */
public final class NormalQuantile {
  /** The standard normal distribution, whose table every normal fill uses. */
  public static final Quantile STANDARD =
      new Quantile() {
        @Override
        public double at(double v, double complement) {
          return NormalQuantile.at(v, complement);
        }

        @Override
        public boolean isOdd() {
          return true;
        }

        @Override
        public String toString() {
          return "standard normal";
        }
      };

  /** From this p on the centre's formula holds. */
  static final double CENTRE_FROM = 0.15;

  private static final double LN_2 = 0.6931471805599453;

  private static final double[] A = {
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3
  };

  private static final double[] B = {
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3
  };

  private static final double[] C = {
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4
  };

  private static final double[] D = {
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9
  };

  private static final double[] E = {
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7
  };

  private static final double[] F = {
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15
  };

  private NormalQuantile() {}

  /**
   * The quantile of a probability.
   *
   * @param v the probability, in (0, 1), at least 2^-1022 from both ends
   * @param complement 1 - v, formed without cancellation
   * @return z with Phi(z) = v, negative below 1/2
   */
  public static double at(double v, double complement) {
    double z = distance(Math.abs(v - complement), 2 * Math.min(v, complement));
    return v < complement ? -z : z;
  }

  /**
   * The distance from 0 within which the standard normal variable lies with probability {@code q}.
   *
   * @param q the probability, in [0, 1)
   * @param p 1 - q, formed without cancellation
   * @return the positive quantile at (1 + q) / 2
   */
  static double distance(double q, double p) {
    return p >= CENTRE_FROM ? centre(q) : tail(p, 0);
  }

  /**
   * The quantile near the centre.
   *
   * @param q how far the probability lies above 1/2, doubled; negative below; at most {@code 1 -}
   *     {@link #CENTRE_FROM} from 0
   * @return the quantile, of q's sign
   */
  static double centre(double q) {
    double half = 0.5 * q;
    double r = Math.fma(-half, half, 0.180625);
    return half * Polynomial.at(r, A) / Polynomial.at(r, B);
  }

  /**
   * The quantile's distance from 0 in a tail.
   *
   * @param p twice the tail's probability, times 2^scale
   * @param scale binary scale of p, for tails so far out that p itself would lose its digits
   * @return the positive quantile
   */
  static double tail(double p, int scale) {
    double r = Math.sqrt((scale + 1) * LN_2 - StrictMath.log(p));
    return r <= 5
        ? Polynomial.at(r - 1.6, C) / Polynomial.at(r - 1.6, D)
        : Polynomial.at(r - 5, E) / Polynomial.at(r - 5, F);
  }
}
