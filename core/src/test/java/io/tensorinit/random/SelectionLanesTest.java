package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelectionLanesTest {
  private static final long SEED = 1;
  private static final long[] HEIGHTS = {
    1, 2, 3, 4, 5, 63, 64, 66, 1000, 1001, 65_535, 65_536, 65_599, 1L << 31, (1L << 32) - 1
  };

  /** The law as it is written, an element at a time. */
  private static void decide(
      long key, long position, long height, long below, int rows, int c, int[] left, long[] zeros) {
    long remaining = Integer.toUnsignedLong(left[c]);
    zeros[c] = 0;
    for (int r = 0; r < rows; r++) {
      long word = Integer.toUnsignedLong(Words.word(key, position + c * height + r));
      if ((word * (below - r)) >>> 32 < remaining) {
        remaining--;
        zeros[c] |= 1L << r;
      }
    }
    left[c] = (int) remaining;
  }

  @ParameterizedTest
  @EnumSource
  void decidesAsTheLawSays(WordLanes.Form form) {
    SelectionLanes lanes = new SelectionLanes(new WordLanes(form));
    Random random = new Random(SEED);
    for (int columns : new int[] {0, 1, 2, 3, 11, 12, 23, 24, 47, 48, 95, 96, 97, 128, 255, 256}) {
      for (long height : HEIGHTS) {
        long row = random.nextInt(3) == 0 ? 0 : (long) (random.nextDouble() * height);
        long below = height - row;
        int rows = 1 + random.nextInt((int) Math.min(64, below));
        long key = random.nextLong();
        long position = random.nextInt(4) == 0 ? -random.nextInt(4000) : random.nextLong();
        int[] left = new int[columns];
        for (int c = 0; c < columns; c++) {
          left[c] = (int) (long) (random.nextDouble() * (below + 1));
        }
        int[] leftOfLaw = left.clone();
        long[] zerosOfLaw = new long[columns];
        for (int c = 0; c < columns; c++) {
          decide(key, position, height, below, rows, c, leftOfLaw, zerosOfLaw);
        }
        long[] zeros = new long[columns];
        lanes.decide(key, position, height, columns, below, rows, left, zeros);
        String which =
            "seed " + SEED + ": " + columns + " of " + height + ", " + rows + " from " + row;
        assertArrayEquals(zerosOfLaw, zeros, which);
        assertArrayEquals(leftOfLaw, left, which);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void placesAllZerosOfAColumn(WordLanes.Form form) {
    SelectionLanes lanes = new SelectionLanes(new WordLanes(form));
    for (int zeros = 0; zeros <= 64; zeros++) {
      int[] left = new int[SelectionLanes.COLUMNS];
      Arrays.fill(left, zeros);
      long[] places = new long[left.length];
      lanes.decide(zeros, 0, 64, left.length, 64, 64, left, places);
      for (int c = 0; c < left.length; c++) {
        assertEquals(0, left[c]);
        assertEquals(zeros, Long.bitCount(places[c]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesWhatDoesNotFit(WordLanes.Form form) {
    SelectionLanes lanes = new SelectionLanes(new WordLanes(form));
    int[] left = new int[300];
    long[] zeros = new long[300];
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.decide(1, 0, 9, 257, 9, 9, left, zeros));
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.decide(1, 0, 99, 9, 99, 65, left, zeros));
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.decide(1, 0, 9, 9, 8, 9, left, zeros));
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.decide(1, 0, 9, 9, 9, 9, new int[8], zeros));
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.decide(1, 0, 9, 9, 9, 9, left, new long[8]));
  }
}
