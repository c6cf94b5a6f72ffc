package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DiscreteTableTest {
  @Test
  void everyWordFallsBelowItsThreshold() {
    DiscreteTable table = new DiscreteTable(1L << 30, 1L << 30, 3L << 30, 1L << 32);
    assertEquals(0, table.at(0));
    assertEquals(0, table.at((1 << 30) - 1));
    assertEquals(2, table.at(1 << 30));
    assertEquals(2, table.at((3 << 30) - 1));
    assertEquals(3, table.at(3 << 30));
    assertEquals(3, table.at(-1));
  }

  @Test
  void theSearchFindsTheFirstThresholdAboveTheWord() {
    DiscreteTable table = new DiscreteTable(5, 1000, 1000, 1L << 31, 0xFFFF0000L, 1L << 32);
    long[] thresholds = table.thresholds();
    for (int i = 0; i < 10_000; i++) {
      int word = Words.word(1, i);
      int k = 0;
      while (Integer.toUnsignedLong(word) >= thresholds[k]) {
        k++;
      }
      assertEquals(k, table.at(word));
    }
  }

  @Test
  void lanesFindTheCasesOfManyWords() {
    DiscreteLanes lanes = new DiscreteLanes();
    for (int cases : new int[] {1, 2, 3, 32, 33, 100}) {
      long[] thresholds = new Random(cases).longs(cases, 0, (1L << 32) + 1).sorted().toArray();
      thresholds[0] = cases % 2 == 0 ? 0 : thresholds[0];
      thresholds[cases - 1] = 1L << 32;
      thresholds[cases / 2] = thresholds[Math.min(cases - 1, cases / 2 + 1)];
      DiscreteTable table = new DiscreteTable(thresholds);
      for (int count : new int[] {0, 1, 1023, 1024, 1025, 5000}) {
        int[] words = new int[count + 1];
        Words.fill(cases, 0, words, 0, count + 1);
        for (int i = 0; i < count; i += 7) {
          words[i] = (int) thresholds[i % cases] - i % 2;
        }
        int[] expected = words.clone();
        for (int i = 0; i < count; i++) {
          expected[i] = table.at(words[i]);
        }
        lanes.choose(table, words, count);
        assertArrayEquals(expected, words, cases + " cases, " + count + " words");
      }
    }
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> lanes.choose(new DiscreteTable(1L << 32), new int[3], 4));
  }

  @Test
  void aSingleCaseIsAlwaysChosen() {
    assertEquals(0, new DiscreteTable(1L << 32).at(-1));
  }

  @Test
  void thresholdsAreSumsFromTheLeft() {
    assertArrayEquals(
        new long[] {1L << 30, 3L << 30, 1L << 32},
        DiscreteTable.of(List.of(0.25, 0.5, 0.25)).thresholds());
    // rint(0.1 2^32), rint((0.1 + 0.2) 2^32) by Python's round; the last is 2^32 however it adds up
    assertArrayEquals(
        new long[] {429496730, 1288490189, 1L << 32},
        DiscreteTable.of(List.of(0.1, 0.2, 0.7 - 1e-10)).thresholds());
    assertArrayEquals(
        new long[] {0, 1L << 32, 1L << 32}, DiscreteTable.of(List.of(0.0, 1.0, 0.0)).thresholds());
    assertEquals(0, DiscreteTable.threshold(0x1p-33));
    assertEquals(1L << 32, DiscreteTable.threshold(1));
  }

  @Test
  void refusesWhatIsNoDistribution() {
    refuses(
        "thresholds must end in 2^32 = 4294967296, but are []", () -> DiscreteTable.of(List.of()));
    refuses("thresholds must end in 2^32 = 4294967296, but are []", DiscreteTable::new);
    refuses("thresholds must ascend from 0, but are [5, 4]", () -> new DiscreteTable(5, 4));
    refuses("thresholds must end in 2^32 = 4294967296, but are [5]", () -> new DiscreteTable(5));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
