package io.tensorinit.random;

/**
 * The standard normal quantile of a word: {@code z} with {@code Phi(z) = (x + 1/2) 2^-32}.
 *
 * <p>With {@code P} twice the probability of the nearer tail and {@code Q = 1 - P}, both from the
 * folded word:
 *
 * <pre>
 *   float32   z = Q G(w),                      w = -log2(P (2 - P)),    from P = 2^-10 on
 *             z = T(s),                        s = sqrt(-log2 P),       below
 *   float64   z = Q A(0.180625 - Q^2 / 4) / 2                           from P = 0.15 on
 *             z = C(r),                        r = sqrt(-ln(P / 2)),    below
 * </pre>
 *
 * <p>and minus for the lower half, so {@code z(~x) = -z(x)} to the last bit, z is never 0 and never
 * infinite, and reaches 6.34 standard deviations in float32, 8.29 in float64. Largest errors: 3 ulp
 * of z in float32 (over all words), 8 ulp in float64. Neighbouring words may step back by an ulp.
 *
 * <p>Cost in float32: the centre is 22 multiply-adds and no division; the tail is taken by one word
 * in 1024.
 *
 * <p>Sources: float32 polynomials are minimax fits made for this library. float64: M. J. Wichura,
 * "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37
 * (1988).
 */
public final class NormalQuantile {
  /** From this P on the float32 centre's formula holds. */
  static final float CENTRE_32 = 0x1p-10f;

  /** From this P on the float64 centre's formula holds. */
  static final double CENTRE_64 = 0.15;

  /** {@code z / Q} over {@code w} in [0, 9]; relative error 2^-27.3. */
  private static final float[] CENTRE = {
    0x1.40d932p+0f,
    0x1.d1c874p-3f,
    0x1.012e1ap-7f,
    -0x1.21013cp-10f,
    -0x1.44956ap-15f,
    0x1.1d9484p-17f,
    0x1.310290p-20f,
    -0x1.54923ap-22f,
    0x1.f18cf0p-26f,
    -0x1.5e8aa2p-30f,
    0x1.934f4cp-36f
  };

  /** {@code z} over {@code s - 4.5}, s in [sqrt 10, sqrt 33]; relative error 2^-26.8. */
  private static final float[] TAIL = {
    0x1.3bd550p+2f,
    0x1.37b33cp+0f,
    -0x1.2a71a0p-8f,
    0x1.987494p-12f,
    0x1.1edd7ep-17f,
    -0x1.0e1844p-16f,
    0x1.0d3f00p-17f,
    -0x1.66de4ap-19f
  };

  /** Where the float32 tail's polynomial is centred. */
  private static final float TAIL_CENTRE = 4.5f;

  /** From this s on the far tail's polynomial is used; the normal's own words stay below. */
  private static final float FAR_TAIL_FROM = 5.75f;

  /** {@code z / s} over {@code 1 / s}, s in [sqrt 32, sqrt 1100]; relative error 2^-26.1. */
  private static final float[] FAR_TAIL = {
    0x1.2d7066p+0f,
    -0x1.33d2fep-6f,
    -0x1.a4d4b4p+1f,
    0x1.4c4bp+4f,
    -0x1.32e2c2p+7f,
    0x1.cb2bcp+9f,
    -0x1.cec74cp+11f,
    0x1.11869ep+13f,
    -0x1.1ca2p+13f
  };

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
   * The standard normal quantile of a word, in float32.
   *
   * @param word the element's word
   * @return z, at most 3 ulp from the quantile of {@code (word + 1/2) 2^-32}
   */
  public static float float32(int word) {
    float p = 2 * FoldedWord.near(word);
    float z = p >= CENTRE_32 ? centre(2 * FoldedWord.centre(word), p) : tail(p, 0);
    return FoldedWord.lower(word) ? -z : z;
  }

  /**
   * The standard normal quantile of 53 digits, in float64.
   *
   * @param digits the element's digits, in [0, 2^53)
   * @return z, at most 8 ulp from the quantile of {@code (digits + 1/2) 2^-53}
   */
  public static double float64(long digits) {
    double p = 2 * FoldedWord.near(digits);
    double z = distance(2 * FoldedWord.centre(digits), p);
    return FoldedWord.lower(digits) ? -z : z;
  }

  /**
   * The standard normal quantile of a probability, in float64; a {@link Quantile}.
   *
   * @param v the probability, in (0, 1), at least 2^-1022 from both ends
   * @param complement 1 - v, formed without cancellation
   * @return z with Phi(z) = v, at most 8 ulp off
   */
  public static double at(double v, double complement) {
    double z = distance(Math.abs(v - complement), 2 * Math.min(v, complement));
    return v < complement ? -z : z;
  }

  /**
   * The distance from 0 within which the standard normal variable lies with probability {@code q},
   * in float64.
   *
   * @param q the probability, in [0, 1)
   * @param p 1 - q, formed without cancellation
   * @return the positive quantile at (1 + q) / 2
   */
  static double distance(double q, double p) {
    return p >= CENTRE_64 ? centre(q) : tail(p, 0);
  }

  /**
   * The quantile near the centre, in float32.
   *
   * @param q how far the probability lies above 1/2, doubled; negative below
   * @param p twice the nearer tail's probability, {@code 1 - |q|}, at least {@link #CENTRE_32}
   * @return the quantile, of q's sign
   */
  static float centre(float q, float p) {
    float w = -Logarithm.log2(Math.fma(-p, p, 2 * p), 0);
    return q * Polynomial.at(w, CENTRE);
  }

  /**
   * The quantile's distance from 0 in a tail, in float32.
   *
   * @param p twice the tail's probability, times 2^scale
   * @param scale binary scale of p
   * @return the positive quantile
   */
  static float tail(float p, int scale) {
    float s = (float) Math.sqrt(-Logarithm.log2(p, scale));
    return s < FAR_TAIL_FROM
        ? Polynomial.at(s - TAIL_CENTRE, TAIL)
        : s * Polynomial.at(1 / s, FAR_TAIL);
  }

  /**
   * The quantile near the centre, in float64.
   *
   * @param q how far the probability lies above 1/2, doubled; negative below; at most {@code 1 -}
   *     {@link #CENTRE_64} from 0
   * @return the quantile, of q's sign
   */
  static double centre(double q) {
    double half = 0.5 * q;
    double r = Math.fma(-half, half, 0.180625);
    return half * Polynomial.at(r, A) / Polynomial.at(r, B);
  }

  /**
   * The quantile's distance from 0 in a tail, in float64.
   *
   * @param p twice the tail's probability, times 2^scale
   * @param scale binary scale of p
   * @return the positive quantile
   */
  static double tail(double p, int scale) {
    double r = Math.sqrt(-Logarithm.log(p, scale + 1));
    return r <= 5
        ? Polynomial.at(r - 1.6, C) / Polynomial.at(r - 1.6, D)
        : Polynomial.at(r - 5, E) / Polynomial.at(r - 5, F);
  }
}
