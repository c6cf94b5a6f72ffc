package io.tensorinit.random;

/**
 * Logarithms built only of operations that IEEE 754 rounds exactly, so that every backend gives the
 * same bits.
 *
 * <p>Both split their argument as {@code a = 2^e m} with {@code m} in {@code [sqrt(1/2), sqrt(2))},
 * by integer arithmetic on its bits. Both take a binary scale off the integer exponent before that
 * becomes a floating-point number: the logarithm of {@code a 2^-scale} has its digits even where
 * that product would underflow.
 */
public final class Logarithm {
  /** Bits of the float32 nearest to sqrt(1/2). */
  private static final int SQRT_HALF_32 = 0x3F3504F3;

  /** Bits of the float64 nearest to sqrt(1/2). */
  private static final long SQRT_HALF_64 = 0x3FE6A09E667F3BCDL;

  /** {@code log2(1 + t) / t} on {@code [sqrt(1/2) - 1, sqrt(2) - 1]}; relative error 2^-27.2. */
  private static final float[] LOG2 = {
    0x1.715474p+0f,
    -0x1.71546ap-1f,
    0x1.ec76f4p-2f,
    -0x1.7160e4p-2f,
    0x1.268f7ap-2f,
    -0x1.e87cfap-3f,
    0x1.bd316cp-3f,
    -0x1.aeb322p-3f,
    0x1.00d7d6p-3f
  };

  /**
   * {@code (2 atanh(s) - 2 s) / s^3} in powers of {@code s^2}, for {@code s^2} up to 0.02944; a
   * minimax fit that moves the logarithm by 2^-57.6 of itself at most.
   */
  private static final double[] ATANH = {
    0x1.5555555555558p-1,
    0x1.999999999522fp-2,
    0x1.2492492e02a4cp-2,
    0x1.c71c62d1d1ab0p-3,
    0x1.7462b9b5b8e02p-3,
    0x1.39fdc81372d11p-3,
    0x1.2b5f084897542p-3
  };

  /** ln 2 in two parts; the first has 42 bits, so its products with exponents are exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa38p-1;

  private static final double LN2_LOW = 0x1.ef35793c7673p-45;

  private Logarithm() {}

  /**
   * The binary logarithm in float32: {@code log2(a) - scale = fma(t, L(t), e - scale)} with {@code
   * t = m - 1}.
   *
   * @param a a positive normal number
   * @param scale what is taken off the exponent
   * @return log2(a) - scale; exactly {@code -scale} for {@code a = 1}
   */
  public static float log2(float a, int scale) {
    int bits = Float.floatToRawIntBits(a);
    int e = (bits - SQRT_HALF_32) >> 23;
    float t = Float.intBitsToFloat(bits - (e << 23)) - 1;
    return Math.fma(t, Polynomial.at(t, LOG2), (float) (e - scale));
  }

  /**
   * The natural logarithm in float64, by {@code ln m = 2 atanh(s)}, {@code s = (m - 1) / (m + 1)},
   * written as {@code f - (f^2/2 - s (f^2/2 + R(s^2)))} with {@code f = m - 1} so that the leading
   * term is exact. Error below 1 ulp.
   *
   * @param a a positive normal number
   * @param scale what is taken off the exponent
   * @return ln(a) - scale ln(2); exactly 0 for {@code a = 1} and scale 0
   */
  public static double log(double a, int scale) {
    long bits = Double.doubleToRawLongBits(a);
    long e = (bits - SQRT_HALF_64) >> 52;
    double f = Double.longBitsToDouble(bits - (e << 52)) - 1;
    double s = f / (2 + f);
    double z = s * s;
    double half = 0.5 * f * f;
    double r = z * Polynomial.at(z, ATANH);
    double k = e - scale;
    double small = Math.fma(s, half + r, k * LN2_LOW);
    return Math.fma(k, LN2_HIGH, f - (half - small));
  }
}
