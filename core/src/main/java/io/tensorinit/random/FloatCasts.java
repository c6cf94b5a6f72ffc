package io.tensorinit.random;

/**
 * Many integers of 32 bits to float32, rounded once, to nearest, ties to even: what a cast does.
 *
 * <p>Holds scratch: for one thread at a time.
 */
abstract class FloatCasts {
  /**
   * The faster way for signed integers.
   *
   * @return a new one
   */
  static FloatCasts forSigned() {
    return CastLoops.vectorizeInts() ? new Plain() : new ByHalves();
  }

  /**
   * The faster way for unsigned integers, whose casts are those of {@code long}.
   *
   * @return a new one
   */
  static FloatCasts forUnsigned() {
    return CastLoops.vectorizeLongs() ? new Plain() : new ByHalves();
  }

  /**
   * Signed integers: {@code (float) x * scale}.
   *
   * @param x the integers
   * @param count how many, at most {@link Tiles#LENGTH}
   * @param scale a power of two, or the negative of one
   * @param out where the values go
   * @param from index of the first
   */
  abstract void signed(int[] x, int count, float scale, float[] out, int from);

  /**
   * Unsigned integers: {@code (float) (x & 0xFFFFFFFFL) * scale}.
   *
   * @param x the integers
   * @param count how many, at most {@link Tiles#LENGTH}
   * @param scale a power of two
   * @param out where the values go
   * @param from index of the first
   */
  abstract void unsigned(int[] x, int count, float scale, float[] out, int from);

  /** By casts. */
  static final class Plain extends FloatCasts {
    @Override
    void signed(int[] x, int count, float scale, float[] out, int from) {
      for (int i = 0; i < count; i++) {
        out[from + i] = (float) x[i] * scale;
      }
    }

    @Override
    void unsigned(int[] x, int count, float scale, float[] out, int from) {
      for (int i = 0; i < count; i++) {
        out[from + i] = (float) (x[i] & 0xFFFFFFFFL) * scale;
      }
    }
  }

  /**
   * By the bits of halves: a number of 16 bits in the low digits of a float of {@code [2^23, 2^24)}
   * is that float less 2^23. A fused multiply-add puts two halves together and rounds once. The
   * bits become floats by being copied.
   */
  static final class ByHalves extends FloatCasts {
    private static final int EXPONENT = Float.floatToRawIntBits(0x1p23f);

    /** The upper halves, then the lower ones. */
    private final int[] bits = new int[Tiles.LENGTH + Tiles.SCRATCH];

    private final float[] halves = new float[Tiles.LENGTH + Tiles.SCRATCH];
    private final FloatBits copies = new FloatBits(Tiles.LENGTH);

    @Override
    void signed(int[] x, int count, float scale, float[] out, int from) {
      split(x, count, Integer.MIN_VALUE, bits);
      copies.floats(bits, 0, count, halves);
      copies.floats(bits, Tiles.LENGTH, count, halves);
      join(halves, count, 0x1p23f + 0x1p15f, scale);
      System.arraycopy(halves, 0, out, from, count);
    }

    @Override
    void unsigned(int[] x, int count, float scale, float[] out, int from) {
      split(x, count, 0, bits);
      copies.floats(bits, 0, count, halves);
      copies.floats(bits, Tiles.LENGTH, count, halves);
      join(halves, count, 0x1p23f, scale);
      System.arraycopy(halves, 0, out, from, count);
    }

    private static void split(int[] x, int count, int flip, int[] bits) {
      for (int i = 0; i < count; i++) {
        bits[i] = ((x[i] ^ flip) >>> 16) | EXPONENT;
        bits[i + Tiles.LENGTH] = (x[i] & 0xFFFF) | EXPONENT;
      }
    }

    /** In place: with {@code out} from somewhere on the loop is not vectorized. */
    private static void join(float[] halves, int count, float bias, float scale) {
      float upper = scale * 0x1p16f;
      for (int i = 0; i < count; i++) {
        float low = (halves[i + Tiles.LENGTH] - 0x1p23f) * scale;
        halves[i] = Math.fma(halves[i] - bias, upper, low);
      }
    }
  }
}
