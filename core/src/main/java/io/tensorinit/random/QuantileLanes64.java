package io.tensorinit.random;

import java.util.Objects;

/**
 * What {@link QuantileLanes} does, for {@link QuantileElement.Float64}.
 *
 * <p>Holds scratch: for one thread at a time.
 */
public final class QuantileLanes64 {
  private long[] digits = {};
  private long[] shifted = {};
  private int[] rows = {};
  private double[] places = {};

  /** Empty lanes: 28 KiB, once they are used. */
  public QuantileLanes64() {}

  /**
   * Writes the values of words.
   *
   * @param element the element function
   * @param words their words
   * @param low the words of the sub-stream {@code low}
   * @param count how many, at most {@link QuantileLanes#TILE}
   * @param out where the values go
   * @param from index of the first
   * @throws IndexOutOfBoundsException if {@code count} exceeds a tile or an array does not hold so
   *     many
   */
  public void fill(
      QuantileElement.Float64 element, int[] words, int[] low, int count, double[] out, int from) {
    Objects.checkFromIndexSize(
        0, count, Math.min(QuantileLanes.TILE, Math.min(words.length, low.length)));
    Objects.checkFromIndexSize(from, count, out.length);
    if (digits.length < count) {
      digits = new long[count];
      shifted = new long[count];
      rows = new int[count];
      places = new double[count];
    }
    QuantileTable.Float64 table = element.table();
    digits(words, low, digits, count);
    fold(digits, shifted, count);
    leadingZeros(shifted, rows, count);
    shift(shifted, rows, count);
    locate(digits, shifted, rows, count, table.upperRows());
    place(shifted, places, count);
    look(table.rows(), rows, places, out, from, count);
    if (table.isOdd()) {
      sign(digits, out, from, count);
    }
    scale(out, from, count, element.scale(), element.shift());
    if (element.isBounded()) {
      clamp(out, from, count, element.low(), element.high());
    }
  }

  /** x, the digits behind the margin. */
  private static void digits(int[] words, int[] low, long[] x, int count) {
    for (int i = 0; i < count; i++) {
      x[i] = UnitInterval.digits(words[i], low[i]) << QuantileTable.Float64.MARGIN;
    }
  }

  /** w, the digits folded to the nearer end. */
  private static void fold(long[] x, long[] w, int count) {
    for (int i = 0; i < count; i++) {
      w[i] = (((x[i] << 1) ^ (x[i] >> 63)) >>> QuantileTable.Float64.MARGIN) | 1;
    }
  }

  /** k, the octaves, and the margin. */
  private static void leadingZeros(long[] w, int[] k, int count) {
    for (int i = 0; i < count; i++) {
      k[i] = Long.numberOfLeadingZeros(w[i]);
    }
  }

  /** n, in the place of w. */
  private static void shift(long[] w, int[] k, int count) {
    for (int i = 0; i < count; i++) {
      w[i] = w[i] << k[i];
    }
  }

  /** Indices of the rows' coefficients, in the place of k; -M t in the place of n. */
  private static void locate(long[] x, long[] n, int[] k, int count, int upperRows) {
    for (int i = 0; i < count; i++) {
      int row =
          ((k[i] - QuantileTable.Float64.MARGIN) << QuantileTable.Float64.PIECE_BITS)
              + (int) (n[i] >>> QuantileTable.Float64.PLACE_BITS)
              - (1 << QuantileTable.Float64.PIECE_BITS)
              + ((int) (x[i] >> 63) & upperRows);
      k[i] = row * QuantileTable.Float64.COEFFICIENTS;
      n[i] = n[i] | (-1L << QuantileTable.Float64.PLACE_BITS);
    }
  }

  /** t. */
  private static void place(long[] n, double[] t, int count) {
    for (int i = 0; i < count; i++) {
      t[i] = (double) n[i] * -0x1p-61;
    }
  }

  /** z, but for the sign. */
  private static void look(
      double[] table, int[] rows, double[] places, double[] out, int from, int count) {
    for (int i = 0; i < count; i++) {
      int at = rows[i];
      double t = places[i];
      double z = table[at + 12];
      z = Math.fma(z, t, table[at + 11]);
      z = Math.fma(z, t, table[at + 10]);
      z = Math.fma(z, t, table[at + 9]);
      z = Math.fma(z, t, table[at + 8]);
      z = Math.fma(z, t, table[at + 7]);
      z = Math.fma(z, t, table[at + 6]);
      z = Math.fma(z, t, table[at + 5]);
      z = Math.fma(z, t, table[at + 4]);
      z = Math.fma(z, t, table[at + 3]);
      z = Math.fma(z, t, table[at + 2]);
      z = Math.fma(z, t, table[at + 1]);
      out[from + i] = Math.fma(z, t, table[at]);
    }
  }

  private static void sign(long[] x, double[] out, int from, int count) {
    for (int i = 0; i < count; i++) {
      out[from + i] =
          Double.longBitsToDouble(
              Double.doubleToRawLongBits(out[from + i]) ^ (x[i] & Long.MIN_VALUE));
    }
  }

  private static void scale(double[] out, int from, int count, double scale, double shift) {
    for (int i = from; i < from + count; i++) {
      out[i] = Math.fma(out[i], scale, shift);
    }
  }

  private static void clamp(double[] out, int from, int count, double low, double high) {
    for (int i = from; i < from + count; i++) {
      out[i] = Math.min(Math.max(out[i], low), high);
    }
  }
}
