package io.tensorinit.random;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides by selection sampling which elements of a matrix's columns are zero, for many columns at
 * once: down a column of R rows with Z zeros, element r is zero when {@code (x (R - r)) >> 32 <
 * left}, left the zeros that are still to place and x the word of the element, and then left
 * decreases by one. Column after column stands in the stream.
 *
 * <p>The words of a row are those of as many blocks, at equal distances; they come out of the lanes
 * side by side, so that the decisions of a row are a loop that the compiler turns into vector
 * instructions. Where R is no multiple of four, every second or fourth column does so.
 *
 * <p>Holds scratch: for one thread at a time.
 *
 * <p>Source: D. E. Knuth, The Art of Computer Programming 2 (1969), 3.4.2, algorithm S.
 */
public final class SelectionLanes {
  /** The most columns that are decided at once. */
  public static final int COLUMNS = PhiloxLanes.BLOCKS;

  /** The most rows that are decided at once. */
  public static final int ROWS = Long.SIZE;

  /** Below this number of columns side by side each is decided for itself. */
  private static final int FEW = 12;

  private static final long UNSIGNED = 0xffff_ffffL;

  private static final Step[] STEPS = Step.values();

  private final WordLanes words;
  private @Nullable SelectionRows lanes;
  private int[] apart = {};

  /**
   * Empty lanes: up to 18 KiB, once they are used.
   *
   * @param words draw the words
   */
  public SelectionLanes(WordLanes words) {
    this.words = words;
  }

  /**
   * Decides for a band of rows.
   *
   * @param key the stream's 64-bit key
   * @param position place of the word of the first column's first element, unsigned
   * @param distance how many places lie from a column to the next: R
   * @param columns how many columns, at most {@value #COLUMNS}
   * @param below how many rows there are from the band's first row on, R - r; at most 2^32 - 1
   * @param rows how many rows, at most {@value #ROWS} and {@code below}
   * @param left the zeros that are still to place in each column, unsigned; goes down
   * @param zeros takes for each column the rows that are zero, the first one's bit the lowest
   * @throws IndexOutOfBoundsException if there are more columns or rows than that, or an array does
   *     not hold so many columns
   */
  public void decide(
      long key,
      long position,
      long distance,
      int columns,
      long below,
      int rows,
      int[] left,
      long[] zeros) {
    Objects.checkFromIndexSize(0, columns, Math.min(COLUMNS, Math.min(left.length, zeros.length)));
    Objects.checkFromIndexSize(0, rows, (int) Math.min(ROWS, below));
    int period = Philox4x32.WORDS >>> Math.min(2, Long.numberOfTrailingZeros(distance));
    if (columns < FEW * period) {
      decideApart(key, position, distance, columns, below, rows, left, zeros);
      return;
    }
    SelectionRows decided = lanes();
    for (int column = 0; column < period; column++) {
      int count = (columns - column + period - 1) / period;
      decided.begin(left, column, period, count);
      decide(decided, key, position + column * distance, period * distance, count, below, rows);
      decided.end(left, zeros, column, period, count);
    }
  }

  /** For few columns: down one after the other. */
  private void decideApart(
      long key,
      long position,
      long distance,
      int columns,
      long below,
      int rows,
      int[] left,
      long[] zeros) {
    if (apart.length < columns * rows) {
      apart = new int[columns * rows];
    }
    words.fill(key, position, distance, columns, rows, apart);
    for (int c = 0; c < columns; c++) {
      long remaining = left[c] & UNSIGNED;
      long bits = 0;
      for (int r = 0; r < rows; r++) {
        long place = ((apart[c * rows + r] & UNSIGNED) * (below - r)) >>> 32;
        long zero = (place - remaining) >>> 63;
        remaining -= zero;
        bits |= zero << r;
      }
      left[c] = (int) remaining;
      zeros[c] = bits;
    }
  }

  /** Decides for columns whose elements of a row are the same word of their blocks. */
  private void decide(
      SelectionRows decided,
      long key,
      long position,
      long distance,
      int columns,
      long below,
      int rows) {
    PhiloxLanes lanes = words.lanes();
    int skip = (int) position & 3;
    int blocks = (skip + rows + 3) >>> 2;
    int together = Math.min(blocks, COLUMNS / columns);
    lanes.arrange(together, columns, distance >>> 2);
    for (int from = 0; from < blocks; from += together) {
      int firstRow = from * Philox4x32.WORDS - skip;
      Group group =
          new Group(
              lanes,
              decided,
              key,
              (position >>> 2) + from,
              columns,
              firstRow,
              Math.min(rows, firstRow + together * Philox4x32.WORDS),
              below);
      for (Step step : STEPS) {
        step.run(group);
      }
    }
  }

  /** Rows whose words are in the lanes at once; the first of them may lie before the band. */
  private record Group(
      PhiloxLanes lanes,
      SelectionRows decided,
      long key,
      long firstBlock,
      int columns,
      int firstRow,
      int end,
      long below) {}

  /** Called through one place, so that each is compiled by itself, and once. */
  private enum Step {
    COUNT {
      @Override
      void run(Group group) {
        group.lanes.countArranged(group.firstBlock);
      }
    },
    ROUNDS {
      @Override
      void run(Group group) {
        group.lanes.rounds(group.key);
      }
    },
    ROWS {
      @Override
      void run(Group group) {
        int columns = group.columns;
        for (int row = Math.max(0, group.firstRow); row < group.end; row++) {
          int word = row - group.firstRow;
          group.decided.row((word >>> 2) * columns, word & 3, columns, group.below - row, row);
        }
      }
    };

    abstract void run(Group group);
  }

  private SelectionRows lanes() {
    SelectionRows made = lanes;
    if (made == null) {
      made = SelectionRows.of(words.lanes());
      lanes = made;
    }
    return made;
  }
}
