package io.tensorinit.random;

/**
 * Many blocks of Philox4x32-10, computed a round of all blocks at a time, in loops that a compiler
 * turns into vector instructions. How a round forms its two products of 32 by 32 bits is the
 * difference between the forms; the words are the same.
 *
 * <p>What a block has of numbers stands in one array, {@value #BLOCKS} apart; so the compiler knows
 * that reads and writes of a loop never meet. A round of all blocks is a loop and a method of its
 * own: with several rounds in one body it is not vectorized.
 */
abstract class PhiloxLanes {
  /** How many blocks are computed at once. */
  static final int BLOCKS = 256;

  private static final Word[] WORDS = Word.values();

  /** Within so many blocks from a multiple on, only the counter's word 2 changes. */
  private static final int RUN = 1 << 16;

  /**
   * Puts the counters of consecutive blocks into all lanes.
   *
   * @param firstBlock the first block's index in the stream
   */
  final void count(long firstBlock) {
    int inRun = (int) firstBlock & (RUN - 1);
    if (inRun <= RUN - BLOCKS) {
      countInRun(firstBlock, inRun);
    } else {
      count(0, firstBlock, BLOCKS);
    }
  }

  /** The same, where all blocks lie in one run: a loop of a constant length. */
  abstract void countInRun(long firstBlock, int inRun);

  /**
   * Puts the counters of consecutive blocks into lanes.
   *
   * @param lane the first block's lane
   * @param firstBlock its index in the stream
   * @param blocks how many
   */
  abstract void count(int lane, long firstBlock, int blocks);

  /**
   * Says which blocks stand in the lanes: of equal rows, each in lanes side by side, the first
   * block of the first row has number 0, the next one of a row {@code step} more, the next row's 1
   * more. Not changed by anything else; the same arrangement again costs nothing.
   */
  abstract void arrange(int rows, int perRow, long step);

  /** Puts the counters of the arranged blocks into all lanes, number 0's being the first block. */
  abstract void countArranged(long firstBlock);

  /**
   * Puts the counter of each of some words' blocks into a lane, from lane 0 on.
   *
   * @param position what the words' places are counted from
   * @param at their places
   * @param from index of the first place
   * @param words how many
   */
  abstract void count(long position, int[] at, int from, int words);

  /** All rounds of all lanes, whether they hold a block or not: loops of a constant length. */
  abstract void rounds(long key);

  /** A word of a lane's block, once all rounds are done. */
  abstract int word(int lane, int word);

  /** Writes a word of each of consecutive lanes, one block apart. */
  abstract void words(int lane, int word, int blocks, int[] out, int at);

  /** Writes the words of consecutive lanes, block by block. */
  final void interleave(int lane, int blocks, int[] out, int offset) {
    for (Word word : WORDS) {
      word.put(this, lane, blocks, out, offset);
    }
  }

  /** One of four: called through one place, so that the loop is compiled by itself. */
  private enum Word {
    FIRST {
      @Override
      void put(PhiloxLanes lanes, int lane, int blocks, int[] out, int offset) {
        lanes.words(lane, 0, blocks, out, offset);
      }
    },
    SECOND {
      @Override
      void put(PhiloxLanes lanes, int lane, int blocks, int[] out, int offset) {
        lanes.words(lane, 1, blocks, out, offset + 1);
      }
    },
    THIRD {
      @Override
      void put(PhiloxLanes lanes, int lane, int blocks, int[] out, int offset) {
        lanes.words(lane, 2, blocks, out, offset + 2);
      }
    },
    FOURTH {
      @Override
      void put(PhiloxLanes lanes, int lane, int blocks, int[] out, int offset) {
        lanes.words(lane, 3, blocks, out, offset + 3);
      }
    };

    abstract void put(PhiloxLanes lanes, int lane, int blocks, int[] out, int offset);
  }

  /** Writes the words whose blocks {@link #count(long, int[], int, int)} put into lanes. */
  abstract void take(long position, int[] at, int from, int words, int[] out, int offset);

  /** The arrangement of lanes that was asked for last. */
  private static final class Arrangement {
    private int rows;
    private int perRow;
    private long step;

    /** Whether another one is asked for, which then is the last. */
    boolean changes(int newRows, int newPerRow, long newStep) {
      boolean changes = newRows != rows || newPerRow != perRow || newStep != step;
      rows = newRows;
      perRow = newPerRow;
      step = newStep;
      return changes;
    }
  }

  /** Products of 16-bit halves, in 32 bits: what every processor's vectors can multiply. */
  static final class Halves extends PhiloxLanes {
    private static final int LOW_0 = (int) Philox4x32.MULTIPLIER_0 & 0xFFFF;
    private static final int HIGH_0 = (int) Philox4x32.MULTIPLIER_0 >>> 16;
    private static final int LOW_1 = (int) Philox4x32.MULTIPLIER_1 & 0xFFFF;
    private static final int HIGH_1 = (int) Philox4x32.MULTIPLIER_1 >>> 16;

    /** Where the halves of the arranged blocks' numbers stand. */
    private static final int NUMBERS = (Philox4x32.WORDS + 1) * BLOCKS;

    private static final int HIGH_NUMBERS = NUMBERS + BLOCKS;

    /** The words, behind them 0, 1, 2, ..., and the numbers of the arranged blocks. */
    private final int[] lanes = new int[HIGH_NUMBERS + BLOCKS];

    private final Arrangement arrangement = new Arrangement();

    Halves() {
      for (int i = 0; i < BLOCKS; i++) {
        lanes[i + 4 * BLOCKS] = i;
      }
    }

    @Override
    void countInRun(long firstBlock, int inRun) {
      countInRun(lanes, (int) (firstBlock >>> 16), (int) (firstBlock << 2 >>> 50), inRun);
    }

    private static void countInRun(int[] x, int x0, int x1, int x2) {
      for (int i = 0; i < BLOCKS; i++) {
        x[i] = x0;
        x[i + BLOCKS] = x1;
        x[i + 2 * BLOCKS] = x2 + x[i + 4 * BLOCKS];
        x[i + 3 * BLOCKS] = 0;
      }
    }

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
    void arrange(int rows, int perRow, long step) {
      if (arrangement.changes(rows, perRow, step)) {
        for (int i = 0; i < rows * perRow; i++) {
          long number = i / perRow + i % perRow * step;
          lanes[i + NUMBERS] = (int) number;
          lanes[i + HIGH_NUMBERS] = (int) (number >>> 32);
        }
      }
    }

    @Override
    void countArranged(long firstBlock) {
      countArranged(lanes, (int) firstBlock, (int) (firstBlock >>> 32));
    }

    /** The sum of 64 bits in halves; its carry is where both or one of the bits on top went in. */
    private static void countArranged(int[] x, int firstLow, int firstHigh) {
      for (int i = 0; i < BLOCKS; i++) {
        int number = x[i + NUMBERS];
        int low = firstLow + number;
        int carry = ((firstLow & number) | ((firstLow | number) & ~low)) >>> 31;
        int high = firstHigh + x[i + HIGH_NUMBERS] + carry;
        x[i] = (low >>> 16) | (high << 16);
        x[i + BLOCKS] = high << 2 >>> 18;
        x[i + 2 * BLOCKS] = low & 0xFFFF;
        x[i + 3 * BLOCKS] = 0;
      }
    }

    @Override
    void count(long position, int[] at, int from, int words) {
      count(lanes, position, at, from, words);
    }

    private static void count(int[] x, long position, int[] at, int from, int words) {
      for (int i = 0; i < words; i++) {
        long block = (position + at[from + i]) >>> 2;
        x[i] = (int) (block >>> 16);
        x[i + BLOCKS] = (int) (block << 2 >>> 50);
        x[i + 2 * BLOCKS] = (int) block & 0xFFFF;
        x[i + 3 * BLOCKS] = 0;
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
    void words(int lane, int word, int blocks, int[] out, int at) {
      words(lanes, lane + word * BLOCKS, blocks, out, at);
    }

    private static void words(int[] x, int from, int blocks, int[] out, int at) {
      int base = at - from * Philox4x32.WORDS;
      for (int i = from; i < from + blocks; i++) {
        out[base + i * Philox4x32.WORDS] = x[i];
      }
    }

    /** Copies a word of each of consecutive lanes. */
    void copy(int lane, int word, int blocks, int[] out) {
      System.arraycopy(lanes, lane + word * BLOCKS, out, 0, blocks);
    }

    @Override
    void take(long position, int[] at, int from, int words, int[] out, int offset) {
      take(lanes, (int) position, at, from, words, out, offset);
    }

    private static void take(
        int[] x, int position, int[] at, int from, int words, int[] out, int offset) {
      for (int i = 0; i < words; i++) {
        out[offset + i] = x[i + ((position + at[from + i]) & 3) * BLOCKS];
      }
    }
  }

  /**
   * Products in 64 bits: a third of the instructions, where vectors can multiply 64 bits by 64
   * (AVX-512); elsewhere slower than {@link Halves}.
   *
   * <p>A round's words are made of its products {@code p0, p1} and of those of the round before,
   * {@code q0, q1}:
   *
   * <pre>
   *   x0 = high(p1) ^ low(q1) ^ key0     x1 = low(p1)
   *   x2 = high(p0) ^ low(q0) ^ key1     x3 = low(p0)
   * </pre>
   *
   * <p>So only products are kept, whole, of two rounds, and a round writes its two in the place of
   * those of the round before the last: half of what the words would be to write.
   */
  static final class Products extends PhiloxLanes {
    private static final long WORD = 0xFFFFFFFFL;

    /** Where the numbers of the arranged blocks stand. */
    private static final int NUMBERS = (Philox4x32.WORDS + 1) * BLOCKS;

    /** Where a word is in the end: x0 and x2 in the place of q1 and q0, whose last use they are. */
    private static final int[] PLACES = {BLOCKS, 3 * BLOCKS, 0, 2 * BLOCKS};

    /**
     * Products 0 and 1 of odd rounds, those of even rounds, behind them 0, 1, 2, ..., and the
     * numbers of the arranged blocks.
     */
    private final long[] lanes = new long[NUMBERS + BLOCKS];

    private final Arrangement arrangement = new Arrangement();

    Products() {
      for (int i = 0; i < BLOCKS; i++) {
        lanes[i + 4 * BLOCKS] = i;
      }
    }

    @Override
    void countInRun(long firstBlock, int inRun) {
      long product0 = (firstBlock >>> 16 & WORD) * Philox4x32.MULTIPLIER_0;
      countInRun(lanes, product0, firstBlock << 2 >>> 50, inRun);
    }

    private static void countInRun(long[] x, long product0, long x1, long x2) {
      for (int i = 0; i < BLOCKS; i++) {
        x[i] = product0;
        x[i + BLOCKS] = (x2 + x[i + 4 * BLOCKS]) * Philox4x32.MULTIPLIER_1;
        x[i + 2 * BLOCKS] = 0;
        x[i + 3 * BLOCKS] = x1;
      }
    }

    @Override
    void count(int lane, long firstBlock, int blocks) {
      count(lanes, lane, firstBlock, blocks);
    }

    /** The products of the first round; the counter's words 3 and 1 as those before. */
    private static void count(long[] x, int lane, long firstBlock, int blocks) {
      for (int i = 0; i < blocks; i++) {
        long block = firstBlock + i;
        x[lane + i] = (block >>> 16 & WORD) * Philox4x32.MULTIPLIER_0;
        x[lane + i + BLOCKS] = (block & 0xFFFF) * Philox4x32.MULTIPLIER_1;
        x[lane + i + 2 * BLOCKS] = 0;
        x[lane + i + 3 * BLOCKS] = block << 2 >>> 50;
      }
    }

    @Override
    void arrange(int rows, int perRow, long step) {
      if (arrangement.changes(rows, perRow, step)) {
        for (int i = 0; i < rows * perRow; i++) {
          lanes[i + NUMBERS] = i / perRow + i % perRow * step;
        }
      }
    }

    @Override
    void countArranged(long firstBlock) {
      countArranged(lanes, firstBlock);
    }

    private static void countArranged(long[] x, long firstBlock) {
      for (int i = 0; i < BLOCKS; i++) {
        long block = firstBlock + x[i + NUMBERS];
        x[i] = (block >>> 16 & WORD) * Philox4x32.MULTIPLIER_0;
        x[i + BLOCKS] = (block & 0xFFFF) * Philox4x32.MULTIPLIER_1;
        x[i + 2 * BLOCKS] = 0;
        x[i + 3 * BLOCKS] = block << 2 >>> 50;
      }
    }

    @Override
    void count(long position, int[] at, int from, int words) {
      count(lanes, position, at, from, words);
    }

    private static void count(long[] x, long position, int[] at, int from, int words) {
      for (int i = 0; i < words; i++) {
        long block = (position + at[from + i]) >>> 2;
        x[i] = (block >>> 16 & WORD) * Philox4x32.MULTIPLIER_0;
        x[i + BLOCKS] = (block & 0xFFFF) * Philox4x32.MULTIPLIER_1;
        x[i + 2 * BLOCKS] = 0;
        x[i + 3 * BLOCKS] = block << 2 >>> 50;
      }
    }

    @Override
    void rounds(long key) {
      int key0 = (int) key;
      int key1 = (int) (key >>> 32);
      for (int round = 1; round < Philox4x32.ROUNDS; round++) {
        if (round % 2 == 1) {
          even(lanes, key0, key1);
        } else {
          odd(lanes, key0, key1);
        }
        key0 += Philox4x32.WEYL_0;
        key1 += Philox4x32.WEYL_1;
      }
      last(lanes, key0, key1);
    }

    /** The products of the next even round, by the key of the odd one before it. */
    private static void even(long[] x, long key0, long key1) {
      for (int i = 0; i < BLOCKS; i++) {
        long x0 = (x[i + BLOCKS] >>> 32) ^ x[i + 3 * BLOCKS] ^ key0;
        long x2 = (x[i] >>> 32) ^ x[i + 2 * BLOCKS] ^ key1;
        x[i + 2 * BLOCKS] = (x0 & WORD) * Philox4x32.MULTIPLIER_0;
        x[i + 3 * BLOCKS] = (x2 & WORD) * Philox4x32.MULTIPLIER_1;
      }
    }

    /** The products of the next odd round, by the key of the even one before it. */
    private static void odd(long[] x, long key0, long key1) {
      for (int i = 0; i < BLOCKS; i++) {
        long x0 = (x[i + 3 * BLOCKS] >>> 32) ^ x[i + BLOCKS] ^ key0;
        long x2 = (x[i + 2 * BLOCKS] >>> 32) ^ x[i] ^ key1;
        x[i] = (x0 & WORD) * Philox4x32.MULTIPLIER_0;
        x[i + BLOCKS] = (x2 & WORD) * Philox4x32.MULTIPLIER_1;
      }
    }

    /** Words 0 and 2 of the tenth round. */
    private static void last(long[] x, long key0, long key1) {
      for (int i = 0; i < BLOCKS; i++) {
        x[i + BLOCKS] = (x[i + 3 * BLOCKS] >>> 32) ^ x[i + BLOCKS] ^ key0;
        x[i] = (x[i + 2 * BLOCKS] >>> 32) ^ x[i] ^ key1;
      }
    }

    @Override
    int word(int lane, int word) {
      return (int) lanes[lane + PLACES[word]];
    }

    @Override
    void words(int lane, int word, int blocks, int[] out, int at) {
      words(lanes, lane + PLACES[word], blocks, out, at);
    }

    private static void words(long[] x, int from, int blocks, int[] out, int at) {
      int base = at - from * Philox4x32.WORDS;
      for (int i = from; i < from + blocks; i++) {
        out[base + i * Philox4x32.WORDS] = (int) x[i];
      }
    }

    /** Copies a word of each of consecutive lanes: the lower half. */
    void copy(int lane, int word, int blocks, long[] out) {
      System.arraycopy(lanes, lane + PLACES[word], out, 0, blocks);
    }

    @Override
    void take(long position, int[] at, int from, int words, int[] out, int offset) {
      take(lanes, (int) position, at, from, words, out, offset);
    }

    private static void take(
        long[] x, int position, int[] at, int from, int words, int[] out, int offset) {
      for (int i = 0; i < words; i++) {
        out[offset + i] = (int) x[i + PLACES[(position + at[from + i]) & 3]];
      }
    }
  }
}
