package io.tensorinit.random;

import java.util.Arrays;

/**
 * Columns that selection sampling goes down row by row: for each the zeros that are still to place,
 * and which of its last rows are zero. A row is decided in a loop that the compiler turns into
 * vector instructions.
 *
 * <p>All of it stands in one array, the words of a row in front: so the compiler sees that reads
 * and writes of a loop never meet.
 */
abstract class SelectionRows {
  private static final int COLUMNS = PhiloxLanes.BLOCKS;
  private static final int LEFT = COLUMNS;
  private static final int ZEROS = 2 * COLUMNS;
  private static final long UNSIGNED = 0xffff_ffffL;

  /** Rows in the form in which lanes hold their words. */
  static SelectionRows of(PhiloxLanes lanes) {
    return lanes instanceof PhiloxLanes.Halves halves
        ? new Ints(halves)
        : new Longs((PhiloxLanes.Products) lanes);
  }

  /**
   * Takes columns.
   *
   * @param left the zeros that are still to place, unsigned
   * @param first the first column
   * @param period how many columns lie from one to the next
   * @param count how many
   */
  abstract void begin(int[] left, int first, int period, int count);

  /**
   * Decides a row: the columns' words are one word of consecutive lanes' blocks.
   *
   * @param lane the first column's lane
   * @param word which word
   * @param count how many columns
   * @param below how many rows there are from this one on
   * @param row which row it is, 0 to 63 in ascending order
   */
  abstract void row(int lane, int word, int count, long below, int row);

  /**
   * Gives columns back.
   *
   * @param left takes the zeros that are still to place
   * @param zeros takes a bit for each row, whether it is zero
   * @param first the first column
   * @param period how many columns lie from one to the next
   * @param count how many
   */
  abstract void end(int[] left, long[] zeros, int first, int period, int count);

  /** In 64 bits. */
  private static final class Longs extends SelectionRows {
    private final PhiloxLanes.Products lanes;
    private final long[] x = new long[3 * COLUMNS];

    Longs(PhiloxLanes.Products lanes) {
      this.lanes = lanes;
    }

    @Override
    void begin(int[] left, int first, int period, int count) {
      for (int i = 0; i < count; i++) {
        x[LEFT + i] = left[first + i * period] & UNSIGNED;
        x[ZEROS + i] = 0;
      }
    }

    @Override
    void row(int lane, int word, int count, long below, int row) {
      lanes.copy(lane, word, count, x);
      row(x, count, below, row);
    }

    private static void row(long[] x, int count, long below, int row) {
      for (int i = 0; i < count; i++) {
        long left = x[i + LEFT];
        long zero = ((((x[i] & UNSIGNED) * below) >>> 32) - left) >>> 63;
        x[i + LEFT] = left - zero;
        x[i + ZEROS] |= zero << row;
      }
    }

    @Override
    void end(int[] left, long[] zeros, int first, int period, int count) {
      for (int i = 0; i < count; i++) {
        left[first + i * period] = (int) x[LEFT + i];
        zeros[first + i * period] = x[ZEROS + i];
      }
    }
  }

  /** In 32 bits, as long as there are fewer than 2^16 rows. */
  private static final class Ints extends SelectionRows {
    /** Where the bits of the first 32 rows stand once there are more. */
    private static final int FIRST = 3 * COLUMNS;

    private final PhiloxLanes.Halves lanes;
    private final int[] x = new int[4 * COLUMNS];
    private boolean further;

    Ints(PhiloxLanes.Halves lanes) {
      this.lanes = lanes;
    }

    @Override
    void begin(int[] left, int first, int period, int count) {
      further = false;
      for (int i = 0; i < count; i++) {
        x[LEFT + i] = left[first + i * period];
      }
      Arrays.fill(x, ZEROS, ZEROS + count, 0);
    }

    @Override
    void row(int lane, int word, int count, long below, int row) {
      if (row == Integer.SIZE) {
        further = true;
        System.arraycopy(x, ZEROS, x, FIRST, count);
        Arrays.fill(x, ZEROS, ZEROS + count, 0);
      }
      lanes.copy(lane, word, count, x);
      if (below <= 0xFFFF) {
        row(x, count, (int) below, row);
      } else {
        longRow(x, count, below, row);
      }
    }

    /** The product of 16-bit halves: none exceeds 32 bits. */
    private static void row(int[] x, int count, int below, int row) {
      for (int i = 0; i < count; i++) {
        int word = x[i];
        int left = x[i + LEFT];
        int place = ((word >>> 16) * below + (((word & 0xFFFF) * below) >>> 16)) >>> 16;
        int zero = (place - left) >>> 31;
        x[i + LEFT] = left - zero;
        x[i + ZEROS] |= zero << row;
      }
    }

    private static void longRow(int[] x, int count, long below, int row) {
      for (int i = 0; i < count; i++) {
        long place = ((x[i] & UNSIGNED) * below) >>> 32;
        int zero = (int) ((place - (x[i + LEFT] & UNSIGNED)) >>> 63);
        x[i + LEFT] -= zero;
        x[i + ZEROS] |= zero << row;
      }
    }

    @Override
    void end(int[] left, long[] zeros, int first, int period, int count) {
      for (int i = 0; i < count; i++) {
        left[first + i * period] = x[LEFT + i];
        long last = x[ZEROS + i] & UNSIGNED;
        zeros[first + i * period] = further ? (last << 32) | (x[FIRST + i] & UNSIGNED) : last;
      }
    }
  }
}
