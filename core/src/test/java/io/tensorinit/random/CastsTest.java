package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Both ways of {@link FloatCasts} and {@link DoubleCasts}, whatever the JDK, beside casts. */
class CastsTest {
  private static final long SEED = 1;
  private static final int[] COUNTS = {0, 1, 17, 500, 1023, 1024};

  /** The widest and the nearest to a tie between two floats, where a second rounding would show. */
  private static final int[] EDGES = {
    0,
    1,
    -1,
    0xFFFF,
    0x10000,
    0x1000001,
    0x1000003,
    0x7FFFFFFF,
    0x80000000,
    0x80000001,
    0x7FFFFF40,
    0x7FFFFFBF,
    0x7FFFFFC0,
    0x7FFFFFC1,
    0xFFFFFF7F,
    0xFFFFFF80,
    0xFFFFFF81,
    0x01000001,
    0xFEFFFFFF
  };

  @Test
  void float32IsThatOfACast() {
    Random random = new Random(SEED);
    for (FloatCasts casts : List.of(new FloatCasts.Plain(), new FloatCasts.ByHalves())) {
      for (int count : COUNTS) {
        int[] x = new int[count];
        float[] signed = new float[count + 2];
        float[] unsigned = new float[count + 2];
        for (int i = 0; i < count; i++) {
          x[i] = i < EDGES.length ? EDGES[i] : random.nextInt() >> random.nextInt(32);
          signed[2 + i] = (float) x[i] * -0x1p-27f;
          unsigned[2 + i] = (float) (x[i] & 0xFFFFFFFFL) * 0x1p-32f;
        }
        float[] found = new float[count + 2];
        casts.signed(x, count, -0x1p-27f, found, 2);
        assertArrayEquals(bits(signed), bits(found), casts + ", seed " + SEED);
        casts.unsigned(x, count, 0x1p-32f, found, 2);
        assertArrayEquals(bits(unsigned), bits(found), casts + ", seed " + SEED);
      }
    }
  }

  @Test
  void float64IsThatOfACast() {
    Random random = new Random(SEED);
    for (DoubleCasts casts : List.of(new DoubleCasts.Plain(), new DoubleCasts.ByHalves())) {
      for (int count : COUNTS) {
        long[] x = new long[count];
        double[] expected = new double[count + 2];
        for (int i = 0; i < count; i++) {
          x[i] =
              i < EDGES.length
                  ? ((long) EDGES[i] << 32) + EDGES[EDGES.length - 1 - i]
                  : random.nextLong() >> random.nextInt(64);
          expected[2 + i] = (double) x[i] * -0x1p-61;
        }
        double[] found = new double[count + 2];
        casts.signed(x, count, -0x1p-61, found, 2);
        assertArrayEquals(bits(expected), bits(found), casts + ", seed " + SEED);
      }
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  private static long[] bits(double[] values) {
    return DoubleStream.of(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
