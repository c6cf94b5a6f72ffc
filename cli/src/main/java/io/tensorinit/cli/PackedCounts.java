package io.tensorinit.cli;

/**
 * Counts as a short text for a page's script: each in digits of 32, the least first, a letter of
 * base64url each, of which all but the last have 32 added (as in source maps); a point and a number
 * n stand for n zeros.
 */
final class PackedCounts {
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final int DIGIT_BITS = 5;
  private static final int BASE = 1 << DIGIT_BITS;

  /** Fewer zeros are as short one by one. */
  private static final int SHORTEST_RUN = 3;

  private PackedCounts() {}

  /** The text of counts, none of which is negative. */
  static String of(long[] counts) {
    StringBuilder text = new StringBuilder(counts.length * 2);
    int at = 0;
    while (at < counts.length) {
      int zeros = 0;
      while (at + zeros < counts.length && counts[at + zeros] == 0) {
        zeros++;
      }
      if (zeros >= SHORTEST_RUN) {
        append(zeros, text.append('.'));
        at += zeros;
      } else {
        append(counts[at++], text);
      }
    }
    return text.toString();
  }

  private static void append(long number, StringBuilder text) {
    long rest = number;
    while (rest >= BASE) {
      text.append(DIGITS.charAt(BASE + (int) (rest % BASE)));
      rest /= BASE;
    }
    text.append(DIGITS.charAt((int) rest));
  }
}
