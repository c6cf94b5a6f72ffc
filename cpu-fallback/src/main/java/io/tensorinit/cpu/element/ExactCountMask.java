package io.tensorinit.cpu.element;

import io.tensorinit.plan.Mask;
import io.tensorinit.tensor.Key;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Sets exactly Z elements of each column to zero, as {@link SelectionStrip} decides.
 *
 * <p>A decision depends on those above it. The strips of neighbouring columns are all threads': who
 * first comes to a band of rows decides it, and meanwhile another one the next strip's. So a fill
 * from top to bottom costs each word once, whatever the number of threads, and a slice of columns
 * costs nothing for the others.
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
    this.mask = mask;
    this.columns = new SelectionStrip.Columns(mask, key.value(), threads);
  }

  @Override
  public double share() {
    return mask.rows() == 0 ? 0 : 1 - (double) mask.zeros() / mask.rows();
  }

  @Override
  public int list(long first, int count, boolean kept, int[] at, ScratchChunks<?> scratch) {
    View[] views = scratch.keep(this, View[].class, this::views);
    int listed = 0;
    int done = 0;
    while (done < count) {
      long row = (first + done) / mask.columns();
      long column = (first + done) % mask.columns();
      int length = (int) Math.min(mask.columns() - column, count - done);
      listed = listRow(row, column, length, done, kept, at, listed, views, scratch);
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
      View[] views,
      ScratchChunks<?> scratch) {
    long band = row / columns.bandRows();
    long flip = kept ? 0 : -1;
    long last = (column + length - 1) / SelectionStrip.COLUMNS;
    int listed = from;
    for (long index = column / SelectionStrip.COLUMNS; index <= last; index++) {
      View view = views[(int) (index % views.length)];
      if (view.index != index || view.band != band) {
        decide(band, index, last, scratch);
        view.index = index;
        view.band = band;
        view.rows = strip(index).rows(band, scratch);
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
    return strips.computeIfAbsent(index, columns::strip);
  }

  private View[] views() {
    long strips = (mask.columns() + SelectionStrip.COLUMNS - 1) / SelectionStrip.COLUMNS;
    View[] views = new View[(int) Math.min(strips, VIEWS)];
    for (int i = 0; i < views.length; i++) {
      views[i] = new View();
    }
    return views;
  }

  /** What a thread last saw of a strip. */
  private static final class View {
    long index = -1;
    long band = -1;
    long[] rows = {};
  }
}
