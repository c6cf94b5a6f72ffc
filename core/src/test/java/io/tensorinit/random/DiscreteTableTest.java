package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DiscreteTableTest {
  @Test
  void thresholdsDivideTheWords() {
    DiscreteTable table = DiscreteTable.of(0.25, 0, 0.5, 0.25);
    assertArrayEquals(new long[] {1L << 30, 1L << 30, 3L << 30, 1L << 32}, table.thresholds());
    assertEquals(0, table.at(0));
    assertEquals(0, table.at((1 << 30) - 1));
    assertEquals(2, table.at(1 << 30));
    assertEquals(2, table.at((3 << 30) - 1));
    assertEquals(3, table.at(3 << 30));
    assertEquals(3, table.at(-1));
  }

  @Test
  void theSearchFindsTheFirstThresholdAboveTheWord() {
    DiscreteTable table = DiscreteTable.of(0.1, 0.2, 0.3, 0.05, 0.05, 0.3);
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
  void aSingleCaseIsAlwaysChosen() {
    assertEquals(0, DiscreteTable.of(1).at(-1));
  }

  @Test
  void theLastCaseTakesTheRoundingOfTheSum() {
    double third = 1 / 3.0;
    long[] thresholds = DiscreteTable.of(third, third, third).thresholds();
    assertArrayEquals(new long[] {1431655765L, 2863311531L, 1L << 32}, thresholds);
  }

  @Test
  void refusesWhatIsNoDistribution() {
    refuses(
        "probabilities must add up to 1, but [0.5, 0.4] give 0.9",
        () -> DiscreteTable.of(0.5, 0.4));
    refuses("probabilities must add up to 1, but [] give 0.0", DiscreteTable::of);
    refuses(
        "probability 1 must be a finite number, 0 or above, but is -0.5",
        () -> DiscreteTable.of(1.5, -0.5));
    refuses("thresholds must ascend from 0, but are [5, 4]", () -> new DiscreteTable(5, 4));
    refuses("thresholds must end in 2^32 = 4294967296, but are [5]", () -> new DiscreteTable(5));
  }

  private static void refuses(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
