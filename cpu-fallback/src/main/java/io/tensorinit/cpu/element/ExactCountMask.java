package io.tensorinit.cpu.element;

import io.tensorinit.plan.Mask;
import io.tensorinit.tensor.Key;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Sets exactly Z elements of each column to zero, as {@link SelectionStrip} decides.
 *
 * <p>A decision depends on those above it. The strips of neighbouring columns are all threads': who
 * first comes to a band of rows decides it, and meanwhile another one the next strip's. So a fill
 * from top to bottom costs each word once, whatever the number of threads, and a slice of columns
 * costs nothing for the others. A thread that comes to a band after the others have gone far beyond
 * it, as with chunks of few columns, decides from the top on its own: one more pass for each thread
 * at most, if its chunks ascend.
 */
final class ExactCountMask implements KeepMask {
  /**
   * How many strips at most a thread has at hand without asking for them: all that a chunk meets.
   */
  private static final int VIEWS = 64;

  private final Mask.ExactCount mask;
  private final SelectionStrip.Columns columns;
  private final ConcurrentMap<Long, SelectionStrip> strips = new ConcurrentHashMap<>();

  ExactCountMask(Mask.ExactCount mask, Key key, int threads) {
    this(mask, new SelectionStrip.Columns(mask, key.value(), threads));
  }

  ExactCountMask(Mask.ExactCount mask, SelectionStrip.Columns columns) {
    this.mask = mask;
    this.columns = columns;
  }

  @Override
  public double share() {
    return mask.rows() == 0 ? 0 : 1 - (double) mask.zeros() / mask.rows();
  }

  @Override
  public int list(long first, int count, boolean kept, int[] at, ScratchChunks<?> scratch) {
    Hand hand = scratch.keep(this, Hand.class, Hand::new);
    int listed = 0;
    int done = 0;
    while (done < count) {
      long row = (first + done) / mask.columns();
      long column = (first + done) % mask.columns();
      int length = (int) Math.min(mask.columns() - column, count - done);
      listed = listRow(row, column, length, done, kept, at, listed, hand, scratch);
      done += length;
    }
    return listed;
  }

  private int listRow(
      long row,
      long column,
      int length,
      int place,
      boolean kept,
      int[] at,
      int from,
      Hand hand,
      ScratchChunks<?> scratch) {
    long band = row / columns.bandRows();
    long flip = kept ? 0 : -1;
    long last = (column + length - 1) / SelectionStrip.COLUMNS;
    boolean isDecided = false;
    int listed = from;
    for (long index = column / SelectionStrip.COLUMNS; index <= last; index++) {
      View view = hand.views[(int) (index % hand.views.length)];
      if (view.index != index || view.band != band) {
        if (!isDecided) {
          decide(band, index, last, scratch);
          isDecided = true;
        }
        view.index = index;
        view.band = band;
        view.rows = hand.rows(index, band, scratch);
      }
      long stripColumn = index * SelectionStrip.COLUMNS;
      int begin = (int) Math.max(0, column - stripColumn);
      int end = (int) Math.min(SelectionStrip.COLUMNS, column + length - stripColumn);
      int words = columns.words(index);
      int word = (int) (row % columns.bandRows()) * words;
      int origin = place + (int) (stripColumn - column);
      for (int bit = begin & -Long.SIZE; bit < end; bit += Long.SIZE) {
        long bits = view.rows[word + bit / Long.SIZE] ^ flip;
        bits &= bit < begin ? -1L << begin : -1L;
        bits &= bit + Long.SIZE > end ? -1L >>> -end : -1L;
        listed = Places.of(bits, origin + bit, at, listed);
      }
    }
    return listed;
  }

  /** Decides a band in those strips, of some, that no other thread is at work on. */
  private void decide(long band, long from, long to, ScratchChunks<?> scratch) {
    for (long index = from; index <= to; index++) {
      strip(index).decideUnlessOthersDo(band, scratch);
    }
  }

  private SelectionStrip strip(long index) {
    return strips.computeIfAbsent(index, columns::shared);
  }

  /** What a thread keeps of the mask. */
  private final class Hand {
    final View[] views;

    /** The strips in which it came too late for those of all threads. */
    private final Map<Long, SelectionStrip> own = new HashMap<>();

    Hand() {
      long all = (mask.columns() + SelectionStrip.COLUMNS - 1) / SelectionStrip.COLUMNS;
      views = new View[(int) Math.min(all, VIEWS)];
      for (int i = 0; i < views.length; i++) {
        views[i] = new View();
      }
    }

    long[] rows(long index, long band, ScratchChunks<?> scratch) {
      long[] rows = strip(index).rows(band, scratch);
      if (rows.length == 0) {
        rows = own.computeIfAbsent(index, columns::own).rows(band, scratch);
      }
      if (rows.length == 0) {
        SelectionStrip again = columns.own(index);
        own.put(index, again);
        rows = again.rows(band, scratch);
      }
      return rows;
    }
  }

  /** What a thread last saw of a strip. */
  private static final class View {
    long index = -1;
    long band = -1;
    long[] rows = {};
  }
}
