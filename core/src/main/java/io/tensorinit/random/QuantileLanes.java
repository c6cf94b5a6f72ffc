package io.tensorinit.random;

import java.util.Objects;

/**
 * Computes values of {@link QuantileElement.Float32} for many words at once, in loops that each do
 * one thing: so the compiler turns all of them into vector instructions but the shift, which
 * differs from word to word, and the reading of the table. The values are the same, bit for bit.
 *
 * <p>A step in a loop and a method of its own is faster than several together: what the compiler
 * cannot do for many words at once it would otherwise take as a reason to do nothing so.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class QuantileLanes {
  /** How many words are worked on at once, few enough to stay in the nearest cache. */
  public static final int TILE = 1 << 10;

  /** Below this number of words the element function itself is as fast. */
  private static final int FEW = 64;

  private static final int UPPER = QuantileTable.Float32.ROWS;

  private int[] shifted = {};
  private int[] rows = {};
  private float[] places = {};

  /** Empty lanes: 12 KiB, once there are more than a few words. */
  public QuantileLanes() {}

  /**
   * Writes the values of words.
   *
   * @param element the element function
   * @param words the words
   * @param count how many, at most {@value #TILE}
   * @param out where the values go
   * @param from index of the first
   * @throws IndexOutOfBoundsException if {@code count} exceeds {@value #TILE} or an array does not
   *     hold so many
   */
  public void fill(QuantileElement.Float32 element, int[] words, int count, float[] out, int from) {
    Objects.checkFromIndexSize(0, count, Math.min(TILE, words.length));
    Objects.checkFromIndexSize(from, count, out.length);
    float[] table = element.table().bothHalves();
    if (count < FEW || table.length == 0) {
      for (int i = 0; i < count; i++) {
        out[from + i] = element.at(words[i]);
      }
      return;
    }
    if (rows.length == 0) {
      shifted = new int[TILE];
      rows = new int[TILE];
      places = new float[TILE];
    }
    fold(words, shifted, count);
    leadingZeros(shifted, rows, count);
    shift(shifted, rows, count);
    locate(words, shifted, rows, count);
    place(shifted, places, count);
    look(table, rows, places, out, from, count);
    scale(out, from, count, element.scale(), element.shift());
    if (element.isBounded()) {
      clamp(out, from, count, element.low(), element.high());
    }
  }

  /** w, the word folded to the nearer end. */
  private static void fold(int[] words, int[] w, int count) {
    for (int i = 0; i < count; i++) {
      w[i] = ((words[i] << 1) ^ (words[i] >> 31)) | 1;
    }
  }

  /** k, the octaves. */
  private static void leadingZeros(int[] w, int[] k, int count) {
    for (int i = 0; i < count; i++) {
      k[i] = Integer.numberOfLeadingZeros(w[i]);
    }
  }

  /** n, in the place of w. */
  private static void shift(int[] w, int[] k, int count) {
    for (int i = 0; i < count; i++) {
      w[i] = w[i] << k[i];
    }
  }

  /** Indices of the rows' coefficients, in the place of k; -M t in the place of n. */
  private static void locate(int[] words, int[] n, int[] k, int count) {
    for (int i = 0; i < count; i++) {
      int row =
          (k[i] << QuantileTable.Float32.PIECE_BITS)
              + (n[i] >>> QuantileTable.Float32.PLACE_BITS)
              - (1 << QuantileTable.Float32.PIECE_BITS)
              + ((words[i] >> 31) & UPPER);
      k[i] = row * QuantileTable.Float32.COEFFICIENTS;
      n[i] = n[i] | (-1 << QuantileTable.Float32.PLACE_BITS);
    }
  }

  /** t. */
  private static void place(int[] n, float[] t, int count) {
    for (int i = 0; i < count; i++) {
      t[i] = (float) n[i] * -0x1p-27f;
    }
  }

  /** z. */
  private static void look(float[] table, int[] rows, float[] t, float[] out, int from, int count) {
    for (int i = 0; i < count; i++) {
      int at = rows[i];
      float z = Math.fma(table[at + 3], t[i], table[at + 2]);
      z = Math.fma(z, t[i], table[at + 1]);
      out[from + i] = Math.fma(z, t[i], table[at]);
    }
  }

  private static void scale(float[] out, int from, int count, float scale, float shift) {
    for (int i = from; i < from + count; i++) {
      out[i] = Math.fma(out[i], scale, shift);
    }
  }

  private static void clamp(float[] out, int from, int count, float low, float high) {
    for (int i = from; i < from + count; i++) {
      out[i] = Math.min(Math.max(out[i], low), high);
    }
  }
}
