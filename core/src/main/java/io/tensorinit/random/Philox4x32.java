package io.tensorinit.random;

/**
 * The block function of Philox4x32-10: a 128-bit counter and a 64-bit key give four 32-bit words.
 *
 * <p>Ten rounds, each two 32 by 32 bit products whose high and low halves are mixed with the key;
 * the key grows by a Weyl constant between rounds. A pure function: there is no state.
 *
 * <p>Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3",
 * SC 2011; known answers are those of the authors' Random123 distribution.
 */
public final class Philox4x32 {
  /** Rounds of the block function. */
  public static final int ROUNDS = 10;

  /** Words in a block. */
  public static final int WORDS = 4;

  /** What the low half of a key, {@code k0}, grows by from round to round, modulo 2^32. */
  public static final int WEYL_0 = 0x9E3779B9;

  /** What the high half of a key, {@code k1}, grows by from round to round, modulo 2^32. */
  public static final int WEYL_1 = 0xBB67AE85;

  /** What a round multiplies the first word with. */
  public static final long MULTIPLIER_0 = 0xD2511F53L;

  /** What a round multiplies the third word with. */
  public static final long MULTIPLIER_1 = 0xCD9E8D57L;

  private static final long LOW_32 = 0xFFFFFFFFL;

  private Philox4x32() {}

  /**
   * Writes the four words of one block.
   *
   * @param counter0 first (least significant) word of the counter
   * @param counter1 second word of the counter
   * @param counter2 third word of the counter
   * @param counter3 fourth word of the counter
   * @param key0 first (least significant) word of the key
   * @param key1 second word of the key
   * @param out where the words go
   * @param offset index of the first of the four words in {@code out}
   * @throws ArrayIndexOutOfBoundsException if {@code out} does not hold four elements from {@code
   *     offset} on
   */
  public static void block(
      int counter0,
      int counter1,
      int counter2,
      int counter3,
      int key0,
      int key1,
      int[] out,
      int offset) {
    int x0 = counter0;
    int x1 = counter1;
    int x2 = counter2;
    int x3 = counter3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (x0 & LOW_32);
      long product1 = MULTIPLIER_1 * (x2 & LOW_32);
      x0 = (int) (product1 >>> 32) ^ x1 ^ k0;
      x1 = (int) product1;
      x2 = (int) (product0 >>> 32) ^ x3 ^ k1;
      x3 = (int) product0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[offset] = x0;
    out[offset + 1] = x1;
    out[offset + 2] = x2;
    out[offset + 3] = x3;
  }
}
