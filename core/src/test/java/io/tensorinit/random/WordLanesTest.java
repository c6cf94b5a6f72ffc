package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WordLanesTest {
  private static final long SEED = 1;

  private final List<WordLanes> forms =
      Stream.of(WordLanes.Form.values()).map(WordLanes::new).toList();

  @Test
  void areTheWordsOfTheStream() {
    Random random = new Random(SEED);
    for (int length : new int[] {0, 1, 255, 256, 257, 500, 1021, 1023, 1024, 1025, 1028, 5000}) {
      for (long near : new long[] {0, 262_144, 1L << 34, 1L << 48, 0}) {
        for (int before = 0; before < 5; before++) {
          long key = random.nextLong();
          long position = near - before - random.nextInt(2) * (length / 2);
          int[] expected = new int[length + 3];
          Words.fill(key, position, expected, 2, length);
          for (WordLanes lanes : forms) {
            int[] found = new int[length + 3];
            lanes.fill(key, position, found, 2, length);
            assertArrayEquals(
                expected,
                found,
                "seed " + SEED + ", key " + key + " at " + position + ": " + length);
          }
        }
      }
    }
  }

  @Test
  void areTheWordsOfSeveralStretches() {
    Random random = new Random(SEED);
    for (int length : new int[] {1, 2, 47, 48, 96, 500, 506, 507, 2000}) {
      for (int stretches : new int[] {0, 1, 2, 19, 20, 50}) {
        long key = random.nextLong();
        long position = random.nextLong();
        long distance = length + random.nextInt(1000);
        int[] expected = new int[length * stretches];
        for (int s = 0; s < stretches; s++) {
          Words.fill(key, position + s * distance, expected, s * length, length);
        }
        for (WordLanes lanes : forms) {
          int[] found = new int[length * stretches];
          lanes.fill(key, position, distance, stretches, length, found);
          assertArrayEquals(expected, found, "seed " + SEED + ", " + stretches + " x " + length);
        }
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    WordLanes lanes = new WordLanes();
    assertThrows(IndexOutOfBoundsException.class, () -> lanes.fill(1, 0, new int[4], 1, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> lanes.fill(1, 0, new int[4], 0, -1));
    assertThrows(IndexOutOfBoundsException.class, () -> lanes.fill(1, 0, 9, 2, 3, new int[5]));
  }
}
