package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.function.Quantile;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuantileLanesTest {
  private static final long SEED = 1;

  /** Odd, and 0 for half of all words. */
  private static final Quantile DEAD_ZONE =
      new Quantile() {
        @Override
        public double at(double v, double w) {
          return Math.min(v, w) > 0.25 ? 0 : v < w ? v - 0.25 : 0.25 - w;
        }

        @Override
        public boolean isOdd() {
          return true;
        }
      };

  @Test
  void areTheValuesOfTheElementFunction() {
    check(QuantileElement.Float32.normal(0, 1));
    check(QuantileElement.Float32.normal(-3, 0.02));
    check(QuantileElement.Float32.truncatedNormal(0, 1, -2, 2));
    check(QuantileElement.Float32.truncatedNormal(1, 2, 0.5, 7));
    check(QuantileElement.Float32.of(DEAD_ZONE));
    check(QuantileElement.Float32.of((v, w) -> -StrictMath.log(w)));
  }

  @Test
  void usualDistributionsHaveBothHalves() {
    assertEquals(4096, QuantileTable.Float32.standardNormal().bothHalves().length);
    assertEquals(
        4096, QuantileElement.Float32.truncatedNormal(0, 1, -2, 2).table().bothHalves().length);
    assertEquals(0, QuantileTable.Float32.of(DEAD_ZONE).bothHalves().length);
  }

  @Test
  void refusesMoreThanATile() {
    QuantileElement.Float32 normal = QuantileElement.Float32.normal(0, 1);
    QuantileLanes lanes = new QuantileLanes();
    int[] words = new int[2000];
    float[] out = new float[2000];
    assertThrows(IndexOutOfBoundsException.class, () -> lanes.fill(normal, words, 1025, out, 0));
    assertThrows(IndexOutOfBoundsException.class, () -> lanes.fill(normal, words, 1000, out, 1001));
  }

  private static void check(QuantileElement.Float32 element) {
    Random random = new Random(SEED);
    QuantileLanes lanes = new QuantileLanes();
    for (int count : new int[] {0, 1, 63, 64, 65, 1000, 1023, 1024}) {
      for (int round = 0; round < 5; round++) {
        int[] words = words(random, count);
        float[] expected = new float[count + 2];
        for (int i = 0; i < count; i++) {
          expected[2 + i] = element.at(words[i]);
        }
        float[] found = new float[count + 2];
        lanes.fill(element, words, count, found, 2);
        // by their bits: zeros have signs
        assertArrayEquals(bits(expected), bits(found), "seed " + SEED + ", " + element);
      }
    }
  }

  /** Of all octaves alike: half of them near an end or the middle. */
  private static int[] words(Random random, int count) {
    int[] words = new int[count];
    for (int i = 0; i < count; i++) {
      int word = random.nextInt() >>> random.nextInt(32);
      words[i] = random.nextBoolean() ? word : ~word;
      if (random.nextInt(4) == 0) {
        words[i] ^= Integer.MIN_VALUE;
      }
    }
    return words;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
