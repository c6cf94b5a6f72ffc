package io.tensorinit.random;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes words of {@link Words} many blocks at once, by vector instructions. The words are the
 * same.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class WordLanes {
  /** How a round's products are formed. */
  public enum Form {
    /** Of 16-bit halves, for any processor. */
    HALVES,
    /** In 64 bits: the faster one where vectors multiply 64 bits, as with AVX-512. */
    PRODUCTS
  }

  private static final int BLOCKS = PhiloxLanes.BLOCKS;

  /** Below this number of words {@link Words#fill} is as fast. */
  private static final int FEW = 256;

  /** Below this number of blocks they are as fast one by one. */
  private static final int FEW_BLOCKS = FEW / Philox4x32.WORDS / 2;

  private final Form form;
  private @Nullable PhiloxLanes lanes;

  /** Empty lanes of the form for any processor: 7 KiB, once there are more than a few words. */
  public WordLanes() {
    this(Form.HALVES);
  }

  /**
   * Empty lanes: 7 KiB, or 12 for {@link Form#PRODUCTS}.
   *
   * @param form how products are formed
   */
  public WordLanes(Form form) {
    this.form = form;
  }

  /** The blocks, made when first asked for. */
  PhiloxLanes lanes() {
    PhiloxLanes made = lanes;
    if (made == null) {
      made = form == Form.HALVES ? new PhiloxLanes.Halves() : new PhiloxLanes.Products();
      lanes = made;
    }
    return made;
  }

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
    int done = 0;
    while (length - done >= FEW) {
      PhiloxLanes lanes = lanes();
      long first = position + done;
      int skip = (int) first & 3;
      int count = Math.min(length - done, Philox4x32.WORDS * BLOCKS - skip);
      lanes.count(first >>> 2);
      lanes.rounds(key);
      gather(lanes, 0, skip, out, offset + done, count);
      done += count;
    }
    Words.fill(key, position + done, out, offset + done, length - done);
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
    if (most > BLOCKS / 2 || stretches * length < FEW) {
      for (int s = 0; s < stretches; s++) {
        fill(key, position + s * distance, out, s * length, length);
      }
      return;
    }
    PhiloxLanes lanes = lanes();
    int together = BLOCKS / most;
    for (int from = 0; from < stretches; from += together) {
      int to = Math.min(stretches, from + together);
      for (int s = from; s < to; s++) {
        lanes.count((s - from) * most, (position + s * distance) >>> 2, most);
      }
      lanes.rounds(key);
      for (int s = from; s < to; s++) {
        int skip = (int) (position + s * distance) & 3;
        gather(lanes, (s - from) * most, skip, out, s * length, length);
      }
    }
  }

  /**
   * Writes the words at some places, a block of Philox for each.
   *
   * @param key the stream's 64-bit key
   * @param position what the places are counted from, unsigned
   * @param at the places, 0 or above
   * @param from index of the first place
   * @param count how many words
   * @param out where the words go, from index 0 on
   * @throws IndexOutOfBoundsException if {@code at} does not hold {@code from + count} elements, or
   *     {@code out} not {@code count}
   */
  public void fill(long key, long position, int[] at, int from, int count, int[] out) {
    Objects.checkFromIndexSize(from, count, at.length);
    Objects.checkFromIndexSize(0, count, out.length);
    int done = 0;
    while (count - done >= FEW_BLOCKS) {
      PhiloxLanes lanes = lanes();
      int words = Math.min(count - done, BLOCKS);
      lanes.count(position, at, from + done, words);
      lanes.rounds(key);
      lanes.take(position, at, from + done, words, out, done);
      done += words;
    }
    for (; done < count; done++) {
      out[done] = Words.word(key, position + at[from + done]);
    }
  }

  /** Takes words out of the lanes, block by block, from one of the first block's words on. */
  private static void gather(
      PhiloxLanes lanes, int lane, int skip, int[] out, int offset, int length) {
    int at = offset;
    int end = offset + length;
    int block = lane;
    if (skip != 0) {
      for (int word = skip; word < Philox4x32.WORDS && at < end; word++) {
        out[at++] = lanes.word(block, word);
      }
      block++;
    }
    int whole = (end - at) >>> 2;
    lanes.interleave(block, whole, out, at);
    at += whole * Philox4x32.WORDS;
    for (int word = 0; at < end; word++) {
      out[at++] = lanes.word(block + whole, word);
    }
  }
}
