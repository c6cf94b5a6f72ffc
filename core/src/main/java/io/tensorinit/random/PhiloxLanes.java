package io.tensorinit.random;

/**
 * Many blocks of Philox4x32-10, computed a round of all blocks at a time, in loops that a compiler
 * turns into vector instructions. How a round forms its two products of 32 by 32 bits is the
 * difference between the forms; the words are the same.
 *
 * <p>The four words of a block stand in one array, {@value #BLOCKS} apart; so the compiler knows
 * that reads and writes of a loop never meet. A round of all blocks is a loop and a method of its
 * own: with several rounds in one body it is not vectorized.
 */
abstract class PhiloxLanes {
  /** How many blocks are computed at once. */
  static final int BLOCKS = 256;

  /**
   * Puts the counters of consecutive blocks into lanes.
   *
   * @param lane the first block's lane
   * @param firstBlock its index in the stream
   * @param blocks how many
   */
  abstract void count(int lane, long firstBlock, int blocks);

  /** All rounds of all lanes, whether they hold a block or not: loops of a constant length. */
  abstract void rounds(long key);

  /** A word of a lane's block, once all rounds are done. */
  abstract int word(int lane, int word);

  /** Writes the words of consecutive lanes, block by block. */
  abstract void interleave(int lane, int blocks, int[] out, int offset);

  /** Products of 16-bit halves, in 32 bits: what every processor's vectors can multiply. */
  static final class Halves extends PhiloxLanes {
    private static final int LOW_0 = (int) Philox4x32.MULTIPLIER_0 & 0xFFFF;
    private static final int HIGH_0 = (int) Philox4x32.MULTIPLIER_0 >>> 16;
    private static final int LOW_1 = (int) Philox4x32.MULTIPLIER_1 & 0xFFFF;
    private static final int HIGH_1 = (int) Philox4x32.MULTIPLIER_1 >>> 16;

    private final int[] lanes = new int[Philox4x32.WORDS * BLOCKS];

    @Override
    void count(int lane, long firstBlock, int blocks) {
      count(lanes, lane, firstBlock, blocks);
    }

    private static void count(int[] x, int lane, long firstBlock, int blocks) {
      for (int i = 0; i < blocks; i++) {
        long block = firstBlock + i;
        x[lane + i] = (int) (block >>> 16);
        x[lane + i + BLOCKS] = (int) (block << 2 >>> 50);
        x[lane + i + 2 * BLOCKS] = (int) block & 0xFFFF;
        x[lane + i + 3 * BLOCKS] = 0;
      }
    }

    @Override
    void rounds(long key) {
      int key0 = (int) key;
      int key1 = (int) (key >>> 32);
      for (int round = 0; round < Philox4x32.ROUNDS; round++) {
        round(lanes, key0, key1);
        key0 += Philox4x32.WEYL_0;
        key1 += Philox4x32.WEYL_1;
      }
    }

    /** The high half of a product, of 16-bit halves: no sum exceeds 32 bits. */
    private static void round(int[] x, int key0, int key1) {
      for (int i = 0; i < BLOCKS; i++) {
        int x0 = x[i];
        int x1 = x[i + BLOCKS];
        int x2 = x[i + 2 * BLOCKS];
        int x3 = x[i + 3 * BLOCKS];
        int low0 = x0 & 0xFFFF;
        int high0 = x0 >>> 16;
        int middle0 = high0 * LOW_0 + ((low0 * LOW_0) >>> 16);
        int other0 = low0 * HIGH_0 + (middle0 & 0xFFFF);
        int top0 = high0 * HIGH_0 + (middle0 >>> 16) + (other0 >>> 16);
        int low1 = x2 & 0xFFFF;
        int high1 = x2 >>> 16;
        int middle1 = high1 * LOW_1 + ((low1 * LOW_1) >>> 16);
        int other1 = low1 * HIGH_1 + (middle1 & 0xFFFF);
        int top1 = high1 * HIGH_1 + (middle1 >>> 16) + (other1 >>> 16);
        x[i] = top1 ^ x1 ^ key0;
        x[i + BLOCKS] = x2 * (int) Philox4x32.MULTIPLIER_1;
        x[i + 2 * BLOCKS] = top0 ^ x3 ^ key1;
        x[i + 3 * BLOCKS] = x0 * (int) Philox4x32.MULTIPLIER_0;
      }
    }

    @Override
    int word(int lane, int word) {
      return lanes[lane + word * BLOCKS];
    }

    @Override
    void interleave(int lane, int blocks, int[] out, int offset) {
      interleave(lanes, lane, blocks, out, offset);
    }

    private static void interleave(int[] x, int lane, int blocks, int[] out, int offset) {
      for (int i = 0; i < blocks; i++) {
        int at = offset + i * Philox4x32.WORDS;
        out[at] = x[lane + i];
        out[at + 1] = x[lane + i + BLOCKS];
        out[at + 2] = x[lane + i + 2 * BLOCKS];
        out[at + 3] = x[lane + i + 3 * BLOCKS];
      }
    }
  }

  /**
   * Products in 64 bits: a third of the instructions, where vectors can multiply 64 bits by 64
   * (AVX-512); elsewhere slower than {@link Halves}. The upper half of a lane is of no account.
   */
  static final class Products extends PhiloxLanes {
    private static final long WORD = 0xFFFFFFFFL;

    private final long[] lanes = new long[Philox4x32.WORDS * BLOCKS];

    @Override
    void count(int lane, long firstBlock, int blocks) {
      count(lanes, lane, firstBlock, blocks);
    }

    private static void count(long[] x, int lane, long firstBlock, int blocks) {
      for (int i = 0; i < blocks; i++) {
        long block = firstBlock + i;
        x[lane + i] = block >>> 16;
        x[lane + i + BLOCKS] = block << 2 >>> 50;
        x[lane + i + 2 * BLOCKS] = block & 0xFFFF;
        x[lane + i + 3 * BLOCKS] = 0;
      }
    }

    @Override
    void rounds(long key) {
      int key0 = (int) key;
      int key1 = (int) (key >>> 32);
      for (int round = 0; round < Philox4x32.ROUNDS; round++) {
        round(lanes, key0, key1);
        key0 += Philox4x32.WEYL_0;
        key1 += Philox4x32.WEYL_1;
      }
    }

    private static void round(long[] x, long key0, long key1) {
      for (int i = 0; i < BLOCKS; i++) {
        long product0 = (x[i] & WORD) * Philox4x32.MULTIPLIER_0;
        long product1 = (x[i + 2 * BLOCKS] & WORD) * Philox4x32.MULTIPLIER_1;
        x[i] = (product1 >>> 32) ^ x[i + BLOCKS] ^ key0;
        x[i + BLOCKS] = product1;
        x[i + 2 * BLOCKS] = (product0 >>> 32) ^ x[i + 3 * BLOCKS] ^ key1;
        x[i + 3 * BLOCKS] = product0;
      }
    }

    @Override
    int word(int lane, int word) {
      return (int) lanes[lane + word * BLOCKS];
    }

    @Override
    void interleave(int lane, int blocks, int[] out, int offset) {
      interleave(lanes, lane, blocks, out, offset);
    }

    private static void interleave(long[] x, int lane, int blocks, int[] out, int offset) {
      for (int i = 0; i < blocks; i++) {
        int at = offset + i * Philox4x32.WORDS;
        out[at] = (int) x[lane + i];
        out[at + 1] = (int) x[lane + i + BLOCKS];
        out[at + 2] = (int) x[lane + i + 2 * BLOCKS];
        out[at + 3] = (int) x[lane + i + 3 * BLOCKS];
      }
    }
  }
}
