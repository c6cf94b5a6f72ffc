package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class QuantileLanes64Test {
  private static final long SEED = 1;

  @Test
  void areTheValuesOfTheElementFunction() {
    check(QuantileElement.Float64.normal(0, 1));
    check(QuantileElement.Float64.normal(-3, 0.02));
    check(QuantileElement.Float64.truncatedNormal(0, 1, -2, 2));
    check(QuantileElement.Float64.truncatedNormal(1, 2, 0.5, 7));
    check(QuantileElement.Float64.of((v, w) -> -StrictMath.log(w)));
  }

  @Test
  void refusesMoreThanATile() {
    QuantileElement.Float64 normal = QuantileElement.Float64.normal(0, 1);
    QuantileLanes64 lanes = new QuantileLanes64();
    int[] words = new int[2000];
    double[] out = new double[2000];
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.fill(normal, words, words, 1025, out, 0));
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.fill(normal, words, words, 1000, out, 1001));
  }

  private static void check(QuantileElement.Float64 element) {
    Random random = new Random(SEED);
    QuantileLanes64 lanes = new QuantileLanes64();
    for (int count : new int[] {0, 1, 7, 1000, 1024}) {
      int[] words = new int[count];
      int[] low = new int[count];
      double[] expected = new double[count + 2];
      for (int i = 0; i < count; i++) {
        words[i] = random.nextInt() >>> random.nextInt(32) ^ (random.nextBoolean() ? -1 : 0);
        low[i] = random.nextInt();
        expected[2 + i] = element.at(UnitInterval.digits(words[i], low[i]));
      }
      double[] found = new double[count + 2];
      lanes.fill(element, words, low, count, found, 2);
      assertArrayEquals(bits(expected), bits(found), "seed " + SEED + ", " + element);
    }
  }

  private static long[] bits(double[] values) {
    return DoubleStream.of(values).mapToLong(Double::doubleToRawLongBits).toArray();
  }
}
