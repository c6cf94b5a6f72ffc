package io.tensorinit.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WordsTest {
  private static final long KEY = 1234;

  @Test
  void isTheSequenceOfCurand() {
    for (String[] row : KnownAnswers.rows("curand-philox4x32-10")) {
      long key = Long.parseUnsignedLong(row[0]);
      long position = Long.parseUnsignedLong(row[1]);
      int[] words = new int[8];
      Words.fill(key, position, words, 0, 8);
      for (int i = 0; i < 8; i++) {
        String place = "seed " + row[0] + " position " + row[1] + " + " + i;
        assertEquals(row[2 + i], String.format("%08x", words[i]), place);
        assertEquals(words[i], Words.word(key, position + i), place);
        assertEquals(
            KnownAnswers.word(row[10 + i]),
            Float.floatToRawIntBits(UnitInterval.float32(words[i])),
            place);
      }
    }
  }

  @Test
  void anyStartAndLengthGivesTheSameWords() {
    for (long start : new long[] {0, 262_144 - 7, (1L << 34) - 5, -9}) {
      int[] whole = new int[32];
      for (int i = 0; i < whole.length; i++) {
        whole[i] = Words.word(KEY, start + i);
      }
      for (int from = 0; from < 9; from++) {
        for (int length = 0; length < 14; length++) {
          int[] part = new int[length + 2];
          Words.fill(KEY, start + from, part, 1, length);
          int[] expected = new int[length + 2];
          System.arraycopy(whole, from, expected, 1, length);
          assertArrayEquals(expected, part, start + " + " + from + ", length " + length);
        }
      }
    }
  }

  @Test
  void theStreamStartsAgainAfterTheLastPosition() {
    int[] around = new int[8];
    Words.fill(KEY, -4, around, 0, 8);
    int[] first = new int[4];
    Words.fill(KEY, 0, first, 0, 4);
    assertArrayEquals(first, Arrays.copyOfRange(around, 4, 8));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(IndexOutOfBoundsException.class, () -> Words.fill(KEY, 0, new int[4], 1, 4));
    assertThrows(IndexOutOfBoundsException.class, () -> Words.fill(KEY, 0, new int[4], 0, -1));
  }
}
