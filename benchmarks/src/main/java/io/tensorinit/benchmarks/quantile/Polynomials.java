package io.tensorinit.benchmarks.quantile;

/**
 * The library's formula before: {@code z = q G(-log2(p (2 - p)))} with p twice the nearer tail's
 * probability and {@code q = 1 - p}, and {@code z = T(sqrt(-log2 p) - 4.5)} below p = 2^-10.
 */
final class Polynomials implements Candidate {
  private static final float TAIL_BELOW = 0x1p-10f;
  private static final int SQRT_HALF = 0x3F3504F3;
  private final float[] p = new float[BLOCK];
  private final float[] q = new float[BLOCK];
  private final float[] t = new float[BLOCK];
  private final float[] sum = new float[BLOCK];
  private final int[] bits = new int[BLOCK];
  private final int[] exponents = new int[BLOCK];

  @Override
  public float at(int word) {
    int y = word ^ (word >> 31);
    float p = ((float) y + 0.5f) * 0x1p-31f;
    float z =
        p >= TAIL_BELOW
            ? ((float) (Integer.MAX_VALUE - y) + 0.5f)
                * 0x1p-31f
                * centre(-log2(Math.fma(-p, p, 2 * p)))
            : tail(p);
    return word >= 0 ? -z : z;
  }

  private static float tail(float p) {
    float s = (float) Math.sqrt(-log2(p)) - 4.5f;
    float z = Math.fma(-0x1.66de4ap-19f, s, 0x1.0d3f00p-17f);
    z = Math.fma(z, s, -0x1.0e1844p-16f);
    z = Math.fma(z, s, 0x1.1edd7ep-17f);
    z = Math.fma(z, s, 0x1.987494p-12f);
    z = Math.fma(z, s, -0x1.2a71a0p-8f);
    z = Math.fma(z, s, 0x1.37b33cp+0f);
    return Math.fma(z, s, 0x1.3bd550p+2f);
  }

  private static float log2(float a) {
    int bits = Float.floatToRawIntBits(a);
    int e = (bits - SQRT_HALF) >> 23;
    float t = Float.intBitsToFloat(bits - (e << 23)) - 1;
    return Math.fma(t, log2End(t, log2Start(t)), (float) e);
  }

  private static float log2Start(float t) {
    float l = Math.fma(0x1.00d7d6p-3f, t, -0x1.aeb322p-3f);
    l = Math.fma(l, t, 0x1.bd316cp-3f);
    l = Math.fma(l, t, -0x1.e87cfap-3f);
    return Math.fma(l, t, 0x1.268f7ap-2f);
  }

  private static float log2End(float t, float l) {
    l = Math.fma(l, t, -0x1.7160e4p-2f);
    l = Math.fma(l, t, 0x1.ec76f4p-2f);
    l = Math.fma(l, t, -0x1.71546ap-1f);
    return Math.fma(l, t, 0x1.715474p+0f);
  }

  private static float centre(float w) {
    return centreEnd(w, centreMiddle(w, centreStart(w)));
  }

  private static float centreStart(float w) {
    float g = Math.fma(0x1.934f4cp-36f, w, -0x1.5e8aa2p-30f);
    g = Math.fma(g, w, 0x1.f18cf0p-26f);
    g = Math.fma(g, w, -0x1.54923ap-22f);
    return Math.fma(g, w, 0x1.310290p-20f);
  }

  private static float centreMiddle(float w, float g) {
    g = Math.fma(g, w, 0x1.1d9484p-17f);
    g = Math.fma(g, w, -0x1.44956ap-15f);
    return Math.fma(g, w, -0x1.21013cp-10f);
  }

  private static float centreEnd(float w, float g) {
    g = Math.fma(g, w, 0x1.012e1ap-7f);
    g = Math.fma(g, w, 0x1.d1c874p-3f);
    return Math.fma(g, w, 0x1.40d932p+0f);
  }

  @Override
  public void block(int[] words, float[] values) {
    Passes.fold(words, bits);
    Passes.convertHalf(bits, 0x1p-31f, p);
    for (int i = 0; i < BLOCK; i++) {
      bits[i] ^= Integer.MAX_VALUE;
    }
    Passes.convertHalf(bits, 0x1p-31f, q);
    log2(p, t, sum, bits, exponents);
    centre(q, t, sum);
    for (int i = 0; i < BLOCK; i++) {
      float z = p[i] >= TAIL_BELOW ? sum[i] : tail(p[i]);
      // z is positive: the sign of ~x
      values[i] = Fit.flipped(z, ~words[i]);
    }
  }

  /** {@code t = -log2(p (2 - p))}. */
  private static void log2(float[] p, float[] t, float[] sum, int[] bits, int[] exponents) {
    for (int i = 0; i < BLOCK; i++) {
      t[i] = Math.fma(-p[i], p[i], 2 * p[i]);
    }
    for (int i = 0; i < BLOCK; i++) {
      bits[i] = Float.floatToRawIntBits(t[i]);
    }
    for (int i = 0; i < BLOCK; i++) {
      exponents[i] = (bits[i] - SQRT_HALF) >> 23;
    }
    for (int i = 0; i < BLOCK; i++) {
      bits[i] -= exponents[i] << 23;
    }
    for (int i = 0; i < BLOCK; i++) {
      t[i] = Float.intBitsToFloat(bits[i]);
    }
    for (int i = 0; i < BLOCK; i++) {
      t[i] -= 1;
    }
    for (int i = 0; i < BLOCK; i++) {
      sum[i] = log2Start(t[i]);
    }
    for (int i = 0; i < BLOCK; i++) {
      sum[i] = log2End(t[i], sum[i]);
    }
    for (int i = 0; i < BLOCK; i++) {
      t[i] = -Math.fma(t[i], sum[i], (float) exponents[i]);
    }
  }

  /** {@code sum = q G(w)}. */
  private static void centre(float[] q, float[] w, float[] sum) {
    for (int i = 0; i < BLOCK; i++) {
      sum[i] = centreStart(w[i]);
    }
    for (int i = 0; i < BLOCK; i++) {
      sum[i] = centreMiddle(w[i], sum[i]);
    }
    for (int i = 0; i < BLOCK; i++) {
      sum[i] = q[i] * centreEnd(w[i], sum[i]);
    }
  }

  @Override
  public float[] table() {
    return new float[0];
  }
}
