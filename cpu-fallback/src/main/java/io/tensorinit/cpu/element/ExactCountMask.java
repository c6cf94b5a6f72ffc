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
        for (int c = 0; c < columns; c++) {
          decide(column + c, row, rows, scratch.tile, c * rows);
        }
      }
    }

    /** Decides for some rows of a column, whose words stand from an index on. */
    private void decide(int column, long row, int rows, int[] words, int at) {
      long remaining = row == 0 ? mask.zeros() : left[column];
      long bits = 0;
      for (int r = 0; r < rows; r++) {
        long rowsBelow = mask.rows() - (row + r);
        if (((words[at + r] & UNSIGNED) * rowsBelow) >>> 32 < remaining) {
          remaining--;
        } else {
          bits |= 1L << r;
        }
      }
      kept[column] = bits;
      left[column] = remaining;
    }
  }
}
