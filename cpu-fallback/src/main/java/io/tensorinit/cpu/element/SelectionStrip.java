package io.tensorinit.cpu.element;

import io.tensorinit.plan.Mask;
import io.tensorinit.random.SelectionLanes;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Neighbouring columns of an exact-count mask, decided band of rows by band of rows, from the top.
 * The last bands stay at hand; a strip never goes back to one that went before. Safe for use by
 * several threads.
 */
final class SelectionStrip {
  /** The most columns of a strip. */
  static final int COLUMNS = SelectionLanes.COLUMNS;

  private static final long[] NONE = {};

  /** How long a thread looks for the end of another one's work before it sleeps, in nanoseconds. */
  private static final long SPIN = 50_000;

  /** The fewest bands that stay at hand. */
  private static final int FEWEST = 2;

  private final Columns columns;
  private final long index;
  private final int[] left;
  private final AtomicReferenceArray<Band> recent;
  private final ReentrantLock deciding = new ReentrantLock();
  private volatile long decided = -1;

  private SelectionStrip(Columns columns, long index, int bandsAtHand) {
    this.columns = columns;
    this.index = index;
    left = new int[columns.width(index)];
    recent = new AtomicReferenceArray<>(bandsAtHand);
  }

  /** A band: for each row the columns that are kept, bit by bit, in words of 64. */
  private record Band(long index, long[] rows) {}

  /** Decides up to a band, unless another thread is deciding. */
  void decideUnlessOthersDo(long band, ScratchChunks<?> scratch) {
    if (decided < band && deciding.tryLock()) {
      try {
        decide(band, scratch);
      } finally {
        deciding.unlock();
      }
    }
  }

  /**
   * A band's rows.
   *
   * @param band the band, from 0
   * @param scratch the thread's scratch
   * @return for each row {@link Columns#words} words of bits, the first column's the lowest; a bit
   *     is 1 where an element is kept, 0 beyond the last column; empty if the band went before and
   *     is no longer at hand
   */
  long[] rows(long band, ScratchChunks<?> scratch) {
    int slot = (int) (band % recent.length());
    long[] rows = at(slot, band);
    if (rows.length == 0 && band > decided) {
      enter();
      try {
        decide(band, scratch);
      } finally {
        deciding.unlock();
      }
    }
    return rows.length == 0 ? at(slot, band) : rows;
  }

  /** A band's rows, if they are at hand; else none. */
  private long[] at(int slot, long band) {
    Band found = recent.get(slot);
    return found != null && found.index() == band ? found.rows() : NONE;
  }

  /** Waits for the lock, at first without sleep: a band takes some 10 microseconds. */
  private void enter() {
    long end = System.nanoTime() + SPIN;
    while (!deciding.tryLock()) {
      if (System.nanoTime() - end > 0) {
        deciding.lock();
        return;
      }
      Thread.onSpinWait();
    }
  }

  private void decide(long band, ScratchChunks<?> scratch) {
    while (decided < band) {
      long next = decided + 1;
      Band rows = new Band(next, decideNext(next, scratch));
      recent.set((int) (next % recent.length()), rows);
      decided = next;
    }
  }

  private long[] decideNext(long band, ScratchChunks<?> scratch) {
    long row = band * columns.bandRows();
    int rows = (int) Math.min(columns.bandRows(), columns.mask.rows() - row);
    if (band == 0) {
      Arrays.fill(left, (int) columns.mask.zeros());
    }
    long[] zeros = scratch.keep(columns, long[].class, () -> new long[COLUMNS]);
    columns.decide(index, row, rows, left, zeros, scratch);
    int width = left.length;
    int words = (width + Long.SIZE - 1) / Long.SIZE;
    long[] kept = new long[rows * words];
    for (int word = 0; word < words; word++) {
      int at = word * Long.SIZE;
      transpose(zeros, at);
      long inside = width - at < Long.SIZE ? (1L << (width - at)) - 1 : -1;
      for (int r = 0; r < rows; r++) {
        kept[r * words + word] = ~zeros[at + r] & inside;
      }
    }
    return kept;
  }

  /** Transposes 64 rows of 64 bits: by squares of 32, 16, 8, 4, 2 and 1 bits. */
  private static void transpose(long[] x, int from) {
    long low = 0x0000_0000_FFFF_FFFFL;
    for (int size = Integer.SIZE; size > 0; size >>>= 1, low ^= low << size) {
      for (int row = 0; row < Long.SIZE; row = ((row | size) + 1) & ~size) {
        int upper = from + row;
        int lower = from + (row | size);
        long swapped = ((x[upper] >>> size) ^ x[lower]) & low;
        x[upper] ^= swapped << size;
        x[lower] ^= swapped;
      }
    }
  }

  /** What the strips of a mask have in common. */
  static class Columns {
    /** Bands of that many rows begin nowhere within a block of words, if no column does. */
    private static final int ALIGNED_ROWS = SelectionLanes.ROWS;

    /** As many blocks hold that many rows, wherever they begin. */
    private static final int UNALIGNED_ROWS = SelectionLanes.ROWS - 3;

    private final Mask.ExactCount mask;
    private final long key;
    private final int threads;

    Columns(Mask.ExactCount mask, long key, int threads) {
      this.mask = mask;
      this.key = key;
      this.threads = threads;
    }

    /** A strip that all threads share. It has decided nothing yet. */
    final SelectionStrip shared(long index) {
      return new SelectionStrip(this, index, bandsAtHand(4L * threads));
    }

    /** A strip of one thread's. It has decided nothing yet. */
    final SelectionStrip own(long index) {
      return new SelectionStrip(this, index, bandsAtHand(1));
    }

    /**
     * Decides the next rows of a strip.
     *
     * @param index the strip
     * @param row the first row
     * @param rows how many rows
     * @param left how many zeros each column still takes
     * @param zeros takes a word of bits for each column
     * @param scratch the thread's scratch
     */
    void decide(
        long index, long row, int rows, int[] left, long[] zeros, ScratchChunks<?> scratch) {
      scratch.decide(
          key,
          index * COLUMNS * mask.rows() + row,
          mask.rows(),
          left.length,
          mask.rows() - row,
          rows,
          left,
          zeros);
    }

    /** The rows of a band. */
    final int bandRows() {
      return mask.rows() % 4 == 0 ? ALIGNED_ROWS : UNALIGNED_ROWS;
    }

    /** The columns of a strip. */
    final int width(long index) {
      return (int) Math.min(COLUMNS, mask.columns() - index * COLUMNS);
    }

    /** The words that hold a bit for each column of a strip. */
    final int words(long index) {
      return (width(index) + Long.SIZE - 1) / Long.SIZE;
    }

    /** Bands that hold so many chunks of whole rows. Chunks of few columns take more of them. */
    private int bandsAtHand(long chunks) {
      long bands = (mask.rows() + bandRows() - 1) / bandRows();
      long wanted = FEWEST + chunks * ScratchChunks.CHUNK / bandRows() / mask.columns();
      return (int) Math.max(1, Math.min(bands, wanted));
    }
  }
}
