package io.tensorinit.random;

import java.util.Objects;

/**
 * Computes words of {@link Words} many blocks at once, in loops that a compiler turns into vector
 * instructions: one round of all blocks, then the next. The words are the same.
 *
 * <p>The four words of a block stand in one array, {@value #BLOCKS} apart; so the compiler knows
 * that reads and writes of a loop never meet. A round of all blocks is a loop and a method of its
 * own: with several rounds in one body it is not vectorized.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class WordLanes {
  /** How many blocks are computed at once. */
  static final int BLOCKS = 256;

  /** Below this number of words {@link Words#fill} is as fast. */
  private static final int FEW = 64;

  private static final int LOW_0 = (int) Philox4x32.MULTIPLIER_0 & 0xFFFF;
  private static final int HIGH_0 = (int) Philox4x32.MULTIPLIER_0 >>> 16;
  private static final int LOW_1 = (int) Philox4x32.MULTIPLIER_1 & 0xFFFF;
  private static final int HIGH_1 = (int) Philox4x32.MULTIPLIER_1 >>> 16;

  private final int[] lanes = new int[Philox4x32.WORDS * BLOCKS];

  /** Empty lanes: 4 KiB. */
  public WordLanes() {}

  /**
   * Writes the words at positions {@code position .. position + length - 1}, as {@link Words#fill}
   * does.
   *
   * @param key the stream's 64-bit key
   * @param position place of the first word, unsigned
   * @param out where the words go
   * @param offset index in {@code out} of the first word
   * @param length how many words
   * @throws IndexOutOfBoundsException if {@code offset} or {@code length} is negative or {@code
   *     out} does not hold {@code offset + length} elements
   */
  public void fill(long key, long position, int[] out, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, out.length);
    if (length < FEW) {
      Words.fill(key, position, out, offset, length);
      return;
    }
    int done = 0;
    while (done < length) {
      long first = position + done;
      int skip = (int) first & 3;
      int count = Math.min(length - done, Philox4x32.WORDS * BLOCKS - skip);
      int blocks = (skip + count + 3) >>> 2;
      count(lanes, 0, first >>> 2, blocks);
      rounds(lanes, blocks, key);
      gather(0, skip, out, offset + done, count);
      done += count;
    }
  }

  /**
   * Writes the words of several stretches of one length, at equal distances, one after the other.
   *
   * @param key the stream's 64-bit key
   * @param position place of the first stretch's first word, unsigned
   * @param distance how many places lie from one stretch's first word to the next one's
   * @param stretches how many stretches
   * @param length how many words each has
   * @param out where the words go, from index 0 on
   * @throws IndexOutOfBoundsException if {@code out} does not hold {@code stretches * length}
   *     elements
   */
  public void fill(long key, long position, long distance, int stretches, int length, int[] out) {
    Objects.checkFromIndexSize(0, Math.multiplyExact(stretches, length), out.length);
    int most = (length + 2 * 3) >>> 2; // blocks that a stretch touches at most
    if (most > BLOCKS / 2) {
      for (int s = 0; s < stretches; s++) {
        fill(key, position + s * distance, out, s * length, length);
      }
      return;
    }
    int together = BLOCKS / most;
    for (int from = 0; from < stretches; from += together) {
      int to = Math.min(stretches, from + together);
      for (int s = from; s < to; s++) {
        count(lanes, (s - from) * most, (position + s * distance) >>> 2, most);
      }
      rounds(lanes, (to - from) * most, key);
      for (int s = from; s < to; s++) {
        int skip = (int) (position + s * distance) & 3;
        gather((s - from) * most, skip, out, s * length, length);
      }
    }
  }

  /** Puts the counters of consecutive blocks into lanes. */
  private static void count(int[] x, int lane, long firstBlock, int blocks) {
    for (int i = 0; i < blocks; i++) {
      long block = firstBlock + i;
      x[lane + i] = (int) (block >>> 16);
      x[lane + i + BLOCKS] = (int) (block << 2 >>> 50);
      x[lane + i + 2 * BLOCKS] = (int) block & 0xFFFF;
      x[lane + i + 3 * BLOCKS] = 0;
    }
  }

  private static void rounds(int[] x, int blocks, long key) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    for (int round = 0; round < Philox4x32.ROUNDS; round++) {
      round(x, blocks, k0, k1);
      k0 += Philox4x32.WEYL_0;
      k1 += Philox4x32.WEYL_1;
    }
  }

  /**
   * One round. The high half of a 32 by 32 bit product, of 16-bit halves: no sum exceeds 32 bits.
   */
  private static void round(int[] x, int blocks, int k0, int k1) {
    for (int i = 0; i < blocks; i++) {
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
      x[i] = top1 ^ x1 ^ k0;
      x[i + BLOCKS] = x2 * (int) Philox4x32.MULTIPLIER_1;
      x[i + 2 * BLOCKS] = top0 ^ x3 ^ k1;
      x[i + 3 * BLOCKS] = x0 * (int) Philox4x32.MULTIPLIER_0;
    }
  }

  /** Takes words out of the lanes, block by block, from one of the first block's words on. */
  private void gather(int lane, int skip, int[] out, int offset, int length) {
    int[] x = lanes;
    int at = offset;
    int end = offset + length;
    int block = lane;
    for (int word = skip; word != 0 && word < Philox4x32.WORDS && at < end; word++) {
      out[at++] = x[block + word * BLOCKS];
    }
    if (skip != 0) {
      block++;
    }
    for (; at <= end - Philox4x32.WORDS; at += Philox4x32.WORDS) {
      out[at] = x[block];
      out[at + 1] = x[block + BLOCKS];
      out[at + 2] = x[block + 2 * BLOCKS];
      out[at + 3] = x[block + 3 * BLOCKS];
      block++;
    }
    for (int word = 0; at < end; word++) {
      out[at++] = x[block + word * BLOCKS];
    }
  }
}
