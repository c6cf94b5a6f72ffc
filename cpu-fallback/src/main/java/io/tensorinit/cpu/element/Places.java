package io.tensorinit.cpu.element;

/** Lists of places in a run, made without a branch that depends on a random word. */
final class Places {
  private Places() {}

  /**
   * Turns words into 1 where they are below a threshold, unsigned, and 0 elsewhere.
   *
   * @param words the words
   * @param count how many
   * @param threshold the threshold, in 0..2^32
   */
  static void below(int[] words, int count, long threshold) {
    int most = (int) Math.max(0, threshold - 1);
    int any = threshold > 0 ? 1 : 0;
    for (int i = 0; i < count; i++) {
      int word = words[i];
      int above = ((~most & word) | ((~most | word) & (most - word))) >>> 31;
      words[i] = (1 - above) & any;
    }
  }

  /**
   * Lists the places of a number.
   *
   * @param wanted the number
   * @param numbers the numbers
   * @param count how many
   * @param at takes the places, ascending; as long as they are many
   * @return how many places there are
   */
  static int of(int wanted, int[] numbers, int count, int[] at) {
    for (int i = 0; i < count; i++) {
      int other = numbers[i] ^ wanted;
      at[i] = 1 - ((other | -other) >>> 31);
    }
    int listed = 0;
    for (int i = 0; i < count; i++) {
      int isWanted = at[i];
      at[listed] = i;
      listed += isWanted;
    }
    return listed;
  }

  /**
   * Lists the places of bits that are set.
   *
   * @param bits the bits, that of the first place the lowest
   * @param place the first place
   * @param at takes the places, ascending
   * @param from index of the first one
   * @return the index behind the last one
   */
  static int of(long bits, int place, int[] at, int from) {
    int listed = from;
    for (long left = bits; left != 0; left &= left - 1) {
      at[listed++] = place + Long.numberOfTrailingZeros(left);
    }
    return listed;
  }
}
