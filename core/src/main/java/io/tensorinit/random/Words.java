package io.tensorinit.random;

import java.util.Objects;

/**
 * The law of position: which 32-bit word stands at which place of a key's stream.
 *
 * <p>Position {@code p} (unsigned, 64 bits) lies in block {@code b = p / 4} and is word {@code p %
 * 4} of Philox4x32-10 with
 *
 * <pre>
 *   counter = (low32(b / 65536), high32(b / 65536), b % 65536, 0)     key = (low32, high32)
 * </pre>
 *
 * <p>That is the sequence of cuRAND's {@code CURAND_RNG_PSEUDO_PHILOX4_32_10} for the seed {@code
 * key}, in all of its orderings: {@code curand_init(key, b % 65536, 4 * (b / 65536))} on a device
 * stands before the same four words.
 *
 * <p>Source: decoded from NVIDIA's libcurand 10.3 (CUDA 11.8) and pinned by values read off it.
 */
public final class Words {
  private Words() {}

  /**
   * The word at one position.
   *
   * @param key the stream's 64-bit key
   * @param position place in the stream, unsigned
   * @return the word, all 32 bits of it used
   */
  public static int word(long key, long position) {
    int[] block = new int[Philox4x32.WORDS];
    block(key, position >>> 2, block, 0);
    return block[(int) position & 3];
  }

  /**
   * Writes the words at positions {@code position .. position + length - 1}. Beyond position {@code
   * 2^64 - 1} the stream starts again at 0.
   *
   * <p>Cost: one block of Philox for each four words, and one more where an end is not a multiple
   * of four.
   *
   * @param key the stream's 64-bit key
   * @param position place of the first word, unsigned
   * @param out where the words go
   * @param offset index in {@code out} of the first word
   * @param length how many words
   * @throws IndexOutOfBoundsException if {@code offset} or {@code length} is negative or {@code
   *     out} does not hold {@code offset + length} elements
   */
  public static void fill(long key, long position, int[] out, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, out.length);
    int at = offset;
    int end = offset + length;
    long block = position >>> 2;
    int skip = (int) position & 3;
    int[] edge = new int[Philox4x32.WORDS];
    if (skip != 0 && length > 0) {
      block(key, block++, edge, 0);
      int count = Math.min(Philox4x32.WORDS - skip, length);
      System.arraycopy(edge, skip, out, at, count);
      at += count;
    }
    for (; at <= end - Philox4x32.WORDS; at += Philox4x32.WORDS) {
      block(key, block++, out, at);
    }
    if (at < end) {
      block(key, block, edge, 0);
      System.arraycopy(edge, 0, out, at, end - at);
    }
  }

  /** Writes the four words of block {@code index} of the stream; only its low 62 bits count. */
  private static void block(long key, long index, int[] out, int offset) {
    Philox4x32.block(
        (int) (index >>> 16),
        (int) (index << 2 >>> 50),
        (int) index & 0xFFFF,
        0,
        (int) key,
        (int) (key >>> 32),
        out,
        offset);
  }
}
