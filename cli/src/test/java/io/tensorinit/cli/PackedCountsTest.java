package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PackedCountsTest {
  /** Digits of 32: 33 is 1 and 1, 1024 is 0, 0 and 1. */
  @Test
  void knownTexts() {
    assertEquals("", PackedCounts.of(new long[0]));
    assertEquals("ABf", PackedCounts.of(new long[] {0, 1, 31}));
    assertEquals("gBhBggB", PackedCounts.of(new long[] {32, 33, 1024}));
    assertEquals("AAB.DC.gC", PackedCounts.of(counts(0, 0, 1, 0, 0, 0, 2, 64)));
  }

  /** These counts, then zeros. */
  private static long[] counts(long... given) {
    long zeros = given[given.length - 1];
    return LongStream.concat(
            LongStream.of(given).limit(given.length - 1), LongStream.generate(() -> 0).limit(zeros))
        .toArray();
  }

  @Test
  void everyCountIsReadBack() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      long[] counts =
          random
              .longs(64)
              .map(c -> random.nextBoolean() ? 0 : (c >>> (11 + random.nextInt(53))))
              .toArray();
      assertArrayEquals(counts, read(PackedCounts.of(counts)), "seed 1");
    }
  }

  /** As the script of the page reads them. */
  private static long[] read(String text) {
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    LongStream.Builder counts = LongStream.builder();
    long number = 0;
    int shift = 0;
    boolean zeros = false;
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      int digit = digits.indexOf(letter);
      if (letter == '.') {
        zeros = true;
      } else if (digit >= 32) {
        number += (long) (digit - 32) << shift;
        shift += 5;
      } else {
        number += (long) digit << shift;
        if (zeros) {
          LongStream.range(0, number).forEach(zero -> counts.add(0));
        } else {
          counts.add(number);
        }
        number = 0;
        shift = 0;
        zeros = false;
      }
    }
    return counts.build().toArray();
  }
}
