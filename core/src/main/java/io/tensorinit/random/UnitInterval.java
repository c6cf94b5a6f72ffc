package io.tensorinit.random;

/**
 * Numbers of the half-open unit interval (0, 1] from random words.
 *
 * <pre>
 *   float32   u(x) = (float) x * 2^-32 + 2^-33      x an unsigned 32-bit word
 *   float64   u(z) = z * 2^-53 + 2^-54              z = x * 2^21 + (l >>> 11), 53 bits
 * </pre>
 *
 * <p>The float32 unit has the bits of {@code curandGenerateUniform}; the float64 unit is that of
 * the same word {@code x} with more digits, taken from the word {@code l} of a second stream. Both
 * formulas end in one rounded addition, so they are the same with and without fused multiply-add.
 */
public final class UnitInterval {
  /** Random digits of a float64 element, in bits. */
  public static final int DIGITS = 53;

  /** What a word is worth in float32, and the half of it. */
  static final float STEP_32 = 0x1p-32f;

  static final float HALF_STEP_32 = 0x1p-33f;

  /** What the last digit is worth in float64, and the half of it. */
  static final double STEP_64 = 0x1p-53;

  static final double HALF_STEP_64 = 0x1p-54;

  private static final long UNSIGNED = 0xFFFFFFFFL;

  private UnitInterval() {}

  /**
   * The float32 unit of a word.
   *
   * @param word the element's word
   * @return a number in (0, 1]
   */
  public static float float32(int word) {
    return (float) (word & UNSIGNED) * STEP_32 + HALF_STEP_32;
  }

  /**
   * The float64 unit of 53 random digits.
   *
   * @param digits the element's digits, in [0, 2^53), see {@link #digits}
   * @return a number in (0, 1]
   */
  public static double float64(long digits) {
    return digits * STEP_64 + HALF_STEP_64;
  }

  /**
   * The 53 random digits of a float64 element.
   *
   * @param word the element's word, the same that decides its float32 value
   * @param low the word at the same position of the key's sub-stream {@code low}
   * @return {@code word * 2^21 + (low >>> 11)}, in [0, 2^53)
   */
  public static long digits(int word, int low) {
    return (word & UNSIGNED) << 21 | low >>> 11;
  }
}
