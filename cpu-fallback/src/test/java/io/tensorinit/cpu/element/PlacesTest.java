package io.tensorinit.cpu.element;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private static final long SEED = 1;

  @Test
  void wordsBelowAThresholdAreOnes() {
    int[] edges = {0, 1, Integer.MAX_VALUE - 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -2, -1};
    for (long threshold :
        new long[] {0, 1, 2, 1L << 31, (1L << 31) + 1, (1L << 32) - 1, 1L << 32}) {
      int[] words = IntStream.concat(Arrays.stream(edges), new Random(SEED).ints(100)).toArray();
      int[] expected =
          Arrays.stream(words).map(w -> Integer.toUnsignedLong(w) < threshold ? 1 : 0).toArray();
      Places.below(words, words.length, threshold);
      assertArrayEquals(expected, words, "threshold " + threshold);
    }
  }

  @Test
  void aNumbersPlacesAreListed() {
    int[] numbers = {3, 0, 3, -1, Integer.MIN_VALUE, 3};
    int[] at = new int[numbers.length];
    assertEquals(3, Places.of(3, numbers, 6, at));
    assertArrayEquals(new int[] {0, 2, 5}, Arrays.copyOf(at, 3));
    assertEquals(1, Places.of(Integer.MIN_VALUE, numbers, 5, at));
    assertEquals(4, at[0]);
    assertEquals(0, Places.of(5, numbers, 6, at));
  }

  @Test
  void bitsAreListedFromTheLowestOn() {
    int[] at = new int[70];
    assertEquals(5, Places.of(1L << 63 | 0b101, 100, at, 2));
    assertArrayEquals(new int[] {0, 0, 100, 102, 163}, Arrays.copyOf(at, 5));
    assertEquals(66, Places.of(-1, 0, at, 2));
  }
}
