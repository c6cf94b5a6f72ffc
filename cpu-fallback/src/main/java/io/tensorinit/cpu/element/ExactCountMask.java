package io.tensorinit.cpu.element;

import io.tensorinit.plan.Mask;
import io.tensorinit.tensor.Key;
import java.util.HashMap;
import java.util.Map;

/**
 * Sets exactly Z elements of each column to zero by selection sampling down the column: with left =
 * Z, element (r, c) is zero when {@code (x (R - r)) >> 32 < left}, x word c R + r of the mask, and
 * then left decreases by one.
 *
 * <p>A decision depends on those above it. Each thread keeps, for every strip of neighbouring
 * columns it meets, the decisions of one band of rows and the counts left below; going down costs
 * each word once, going back up starts the strip again. So a fill from top to bottom, shared by any
 * number of threads, costs each thread at most one pass over the words, and a slice of columns
 * costs nothing for the others.
 *
 * <p>Source: D. E. Knuth, The Art of Computer Programming 2 (1969), 3.4.2, algorithm S.
 */
final class ExactCountMask implements KeepMask {
  /** The columns of a strip. */
  private static final int STRIP = 1 << 10;

  /** The rows of a band: the bits of a long. */
  private static final int BAND = Long.SIZE;

  /** The columns whose words are drawn at once. */
  private static final int TOGETHER = ScratchChunks.TILE / BAND;

  private static final long UNSIGNED = 0xffff_ffffL;

  private final Mask.ExactCount mask;
  private final long key;

  ExactCountMask(Mask.ExactCount mask, Key key) {
    this.mask = mask;
    this.key = key.value();
  }

  @Override
  public void decide(long first, int count, int[] kept, ScratchChunks<?> scratch) {
    Strips strips = scratch.keep(this, Strips.class, Strips::new);
    int done = 0;
    while (done < count) {
      long row = (first + done) / mask.columns();
      long column = (first + done) % mask.columns();
      Strip strip = strips.of(column / STRIP);
      strip.moveTo(row, scratch);
      int at = (int) (column % STRIP);
      int length = Math.min(strip.width - at, count - done);
      for (int i = 0; i < length; i++) {
        kept[done + i] = (int) (strip.kept[at + i] >>> (row % BAND)) & 1;
      }
      done += length;
    }
  }

  /** One thread's strips, made when it first meets them. */
  private final class Strips {
    private final Map<Long, Strip> byIndex = new HashMap<>();

    Strip of(long index) {
      return byIndex.computeIfAbsent(index, Strip::new);
    }
  }

  /** The decisions of neighbouring columns in one band of rows. */
  private final class Strip {
    final int width;
    final long[] kept;
    private final long firstColumn;
    private final long[] left;
    private long band = -1;

    Strip(long index) {
      firstColumn = index * STRIP;
      width = (int) Math.min(STRIP, mask.columns() - firstColumn);
      kept = new long[width];
      left = new long[width];
    }

    /** Goes to the band of a row. */
    void moveTo(long row, ScratchChunks<?> scratch) {
      long wanted = row / BAND;
      if (wanted < band) {
        band = -1;
      }
      while (band < wanted) {
        nextBand(scratch);
      }
    }

    private void nextBand(ScratchChunks<?> scratch) {
      band++;
      long row = band * BAND;
      int rows = (int) Math.min(BAND, mask.rows() - row);
      for (int column = 0; column < width; column += TOGETHER) {
        int columns = Math.min(TOGETHER, width - column);
        long position = (firstColumn + column) * mask.rows() + row;
        scratch.words(key, position, mask.rows(), columns, rows, scratch.tile);
        int c = 0;
        for (; c <= columns - 4; c += 4) {
          decideFour(column + c, row, rows, scratch.tile, c * rows);
        }
        for (; c < columns; c++) {
          decide(column + c, row, rows, scratch.tile, c * rows);
        }
      }
    }

    /** Decides for some rows of a column, whose words stand from an index on. */
    private void decide(int column, long row, int rows, int[] words, int at) {
      long remaining = row == 0 ? mask.zeros() : left[column];
      long bits = 0;
      for (int r = 0; r < rows; r++) {
        long isZero = isZero(words[at + r], mask.rows() - (row + r), remaining);
        remaining -= isZero;
        bits |= (1 - isZero) << r;
      }
      kept[column] = bits;
      left[column] = remaining;
    }

    /** The same for four neighbouring columns: none waits for the decisions of another. */
    private void decideFour(int column, long row, int rows, int[] words, int at) {
      long remaining0 = row == 0 ? mask.zeros() : left[column];
      long remaining1 = row == 0 ? mask.zeros() : left[column + 1];
      long remaining2 = row == 0 ? mask.zeros() : left[column + 2];
      long remaining3 = row == 0 ? mask.zeros() : left[column + 3];
      long zeros0 = 0;
      long zeros1 = 0;
      long zeros2 = 0;
      long zeros3 = 0;
      long below = mask.rows() - row;
      for (int r = 0; r < rows; r++, below--) {
        long isZero0 = isZero(words[at + r], below, remaining0);
        long isZero1 = isZero(words[at + rows + r], below, remaining1);
        long isZero2 = isZero(words[at + 2 * rows + r], below, remaining2);
        long isZero3 = isZero(words[at + 3 * rows + r], below, remaining3);
        remaining0 -= isZero0;
        remaining1 -= isZero1;
        remaining2 -= isZero2;
        remaining3 -= isZero3;
        zeros0 |= isZero0 << r;
        zeros1 |= isZero1 << r;
        zeros2 |= isZero2 << r;
        zeros3 |= isZero3 << r;
      }
      kept[column] = ~zeros0;
      kept[column + 1] = ~zeros1;
      kept[column + 2] = ~zeros2;
      kept[column + 3] = ~zeros3;
      left[column] = remaining0;
      left[column + 1] = remaining1;
      left[column + 2] = remaining2;
      left[column + 3] = remaining3;
    }

    /** 1 if an element is zero, else 0: without a branch, which would often be mispredicted. */
    private static long isZero(int word, long rowsBelow, long remaining) {
      return ((((word & UNSIGNED) * rowsBelow) >>> 32) - remaining) >>> 63;
    }
  }
}
