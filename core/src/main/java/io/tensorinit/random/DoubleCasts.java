package io.tensorinit.random;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;

/**
 * Many integers of 64 bits to float64, rounded once, to nearest, ties to even: what a cast does.
 *
 * <p>Holds scratch: for one thread at a time.
 */
abstract class DoubleCasts {
  /**
   * The faster way.
   *
   * @return a new one
   */
  static DoubleCasts make() {
    return CastLoops.vectorizeLongs() ? new Plain() : new ByHalves();
  }

  /**
   * Signed integers: {@code (double) x * scale}.
   *
   * @param x the integers
   * @param count how many, at most {@link Tiles#LENGTH}
   * @param scale a power of two, or the negative of one
   * @param out where the values go
   * @param from index of the first
   */
  abstract void signed(long[] x, int count, double scale, double[] out, int from);

  /** By casts. */
  static final class Plain extends DoubleCasts {
    @Override
    void signed(long[] x, int count, double scale, double[] out, int from) {
      for (int i = 0; i < count; i++) {
        out[from + i] = (double) x[i] * scale;
      }
    }
  }

  /**
   * By the bits of halves: a number of 32 bits in the low digits of a double of {@code [2^52,
   * 2^53)} is that double less 2^52. A fused multiply-add puts two halves together and rounds once.
   * The bits become doubles by being copied.
   */
  static final class ByHalves extends DoubleCasts {
    private static final long EXPONENT = Double.doubleToRawLongBits(0x1p52);

    /** The upper halves, then the lower ones. */
    private final long[] bits = new long[Tiles.LENGTH + Tiles.SCRATCH];

    private final double[] halves = new double[Tiles.LENGTH + Tiles.SCRATCH];
    private final LongBuffer asLongs;
    private final DoubleBuffer asDoubles;

    ByHalves() {
      ByteBuffer bytes =
          ByteBuffer.allocate(Tiles.LENGTH * Long.BYTES).order(ByteOrder.nativeOrder());
      this.asLongs = bytes.asLongBuffer();
      this.asDoubles = bytes.asDoubleBuffer();
    }

    @Override
    void signed(long[] x, int count, double scale, double[] out, int from) {
      split(x, count, bits);
      copy(0, count);
      copy(Tiles.LENGTH, count);
      join(halves, count, 0x1p52 + 0x1p31, scale);
      System.arraycopy(halves, 0, out, from, count);
    }

    private void copy(int from, int count) {
      asLongs.put(0, bits, from, count);
      asDoubles.get(0, halves, from, count);
    }

    private static void split(long[] x, int count, long[] bits) {
      for (int i = 0; i < count; i++) {
        bits[i] = ((x[i] ^ Long.MIN_VALUE) >>> 32) | EXPONENT;
        bits[i + Tiles.LENGTH] = (x[i] & 0xFFFFFFFFL) | EXPONENT;
      }
    }

    /** In place: with {@code out} from somewhere on the loop is not vectorized. */
    private static void join(double[] halves, int count, double bias, double scale) {
      double upper = scale * 0x1p32;
      for (int i = 0; i < count; i++) {
        double low = (halves[i + Tiles.LENGTH] - 0x1p52) * scale;
        halves[i] = Math.fma(halves[i] - bias, upper, low);
      }
    }
  }
}
