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
  void areTheWordsAtPlaces() {
    Random random = new Random(SEED);
    for (int count : new int[] {0, 1, 31, 32, 33, 255, 256, 257, 288, 700}) {
      for (int span : new int[] {1, 2, 5, 300}) {
        long key = random.nextLong();
        long position = random.nextInt(4) == 0 ? -random.nextInt(4000) : random.nextLong();
        int[] at = new int[count + 2];
        for (int i = 1; i < at.length; i++) {
          at[i] = at[i - 1] + random.nextInt(span) + (span == 1 ? 1 : 0);
        }
        int[] expected = new int[count];
        for (int i = 0; i < count; i++) {
          expected[i] = Words.word(key, position + at[i + 2]);
        }
        for (WordLanes lanes : forms) {
          int[] found = new int[count];
          lanes.fill(key, position, at, 2, count, found);
          assertArrayEquals(expected, found, "seed " + SEED + ": " + count + " up to " + span);
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
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.fill(1, 0, new int[5], 2, 4, new int[9]));
    assertThrows(
        IndexOutOfBoundsException.class, () -> lanes.fill(1, 0, new int[9], 2, 6, new int[5]));
  }
}
