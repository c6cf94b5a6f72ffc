package io.tensorinit.random;

/**
 * The probability of a word, measured from the nearer end and from the centre.
 *
 * <p>A word {@code x} stands for the exact probability {@code v = (x + 1/2) 2^-32}. To keep its
 * digits on both sides of 1/2 the word is folded by integers before any float is formed:
 *
 * <pre>
 *   y = x or ~x, the smaller of [0, 2^31)
 *   near    = ((float) y + 0.5) 2^-32                    min(v, 1 - v), in (0, 1/2]
 *   centre  = ((float) (2^31 - 1 - y) + 0.5) 2^-32       |v - 1/2|,     in (0, 1/2]
 * </pre>
 *
 * <p>and likewise, exactly, with the 53 digits of a float64 element. Words {@code x} and {@code ~x}
 * have the same two numbers, which makes the normal quantile odd to the last bit. As {@code int} a
 * word of the lower half is {@code >= 0}; conversions are of signed non-negative numbers, which
 * Java, vector units and PTX have alike.
 */
final class FoldedWord {
  private static final long ALL_DIGITS = (1L << UnitInterval.DIGITS) - 1;
  private static final long HALF_DIGITS = 1L << (UnitInterval.DIGITS - 1);

  private FoldedWord() {}

  /** Whether the word's probability is below 1/2. */
  static boolean lower(int word) {
    return word >= 0;
  }

  /** The word, or its complement, whichever is nearer to 0: in [0, 2^31). */
  static int fold(int word) {
    return word ^ (word >> 31);
  }

  /** The smaller of v and 1 - v. */
  static float near(int word) {
    return ((float) fold(word) + 0.5f) * 0x1p-32f;
  }

  /** The distance of v from 1/2. */
  static float centre(int word) {
    return ((float) (Integer.MAX_VALUE - fold(word)) + 0.5f) * 0x1p-32f;
  }

  /** v; above 1/2 as 1 - near, rounded. */
  static float below(int word) {
    return lower(word) ? near(word) : 1 - near(word);
  }

  /** 1 - v; the v of the word's complement. */
  static float above(int word) {
    return below(~word);
  }

  /** v - 1/2. */
  static float fromCentre(int word) {
    return lower(word) ? -centre(word) : centre(word);
  }

  /** Whether the digits' probability is below 1/2. */
  static boolean lower(long digits) {
    return digits < HALF_DIGITS;
  }

  /** The digits, or their complement, whichever is nearer to 0: in [0, 2^52). */
  static long fold(long digits) {
    return Math.min(digits, complement(digits));
  }

  /** The smaller of v and 1 - v, exactly. */
  static double near(long digits) {
    return (2 * fold(digits) + 1) * 0x1p-54;
  }

  /** The distance of v from 1/2, exactly. */
  static double centre(long digits) {
    return (2 * (HALF_DIGITS - 1 - fold(digits)) + 1) * 0x1p-54;
  }

  /** v; above 1/2 as 1 - near, rounded. */
  static double below(long digits) {
    return lower(digits) ? near(digits) : 1 - near(digits);
  }

  /** 1 - v; the v of the digits' complement. */
  static double above(long digits) {
    return below(complement(digits));
  }

  /** v - 1/2, exactly. */
  static double fromCentre(long digits) {
    return lower(digits) ? -centre(digits) : centre(digits);
  }

  /** What {@code ~} is to a word. */
  static long complement(long digits) {
    return ALL_DIGITS - digits;
  }
}
