package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.threads.TaskRunner;

/**
 * A real or complex matrix, cut into panels of {@link #PANEL_WIDTH} columns, one series of panels a
 * part. It may have more elements than an array can hold.
 */
final class PanelMatrix {
  /**
   * The number of columns of all panels but the last: long rows, so that little of a vectorized
   * loop is its beginning and end, and 48 of them in the second cache.
   */
  static final int PANEL_WIDTH = 512;

  /** The bytes of heap, at most, that a row of a panel takes beside its numbers. */
  static final int ROW_OVERHEAD = 32;

  private final int rows;
  private final int columns;
  private final Panel[][] panels;

  /**
   * A matrix of zeros.
   *
   * @param rows the number of rows
   * @param columns the number of columns
   * @param parts 1 if real, 2 if complex
   * @param precision what its elements are kept in
   */
  PanelMatrix(int rows, int columns, int parts, MatrixPrecision precision) {
    this.rows = rows;
    this.columns = columns;
    this.panels = new Panel[new Span(0, columns).chunks(PANEL_WIDTH)][parts];
    for (int index = 0; index < panels.length; index++) {
      for (int part = 0; part < parts; part++) {
        panels[index][part] = precision.panel(rows, columnsOf(index).length());
      }
    }
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /** The number of panels of each part. */
  int panels() {
    return panels.length;
  }

  /** The parts of a panel: one panel if real; real and imaginary part if complex. */
  Panel[] panel(int index) {
    return panels[index];
  }

  /** The columns of this matrix that a panel holds. */
  Span columnsOf(int panel) {
    return new Span(0, columns).chunk(panel, PANEL_WIDTH);
  }

  /** One part of an element. */
  double get(int row, int column, int part) {
    return panels[column / PANEL_WIDTH][part].get(row, column % PANEL_WIDTH);
  }

  /** Stores one part of an element, rounded to the matrix's precision. */
  void set(int row, int column, int part, double value) {
    panels[column / PANEL_WIDTH][part].set(row, column % PANEL_WIDTH, value);
  }

  /** What is done to neighbouring columns of a panel. */
  interface StripTask {
    /**
     * Does it.
     *
     * @param panel the panel's index
     * @param strip the columns, counted from the panel's first
     */
    void run(int panel, Span strip);
  }

  /**
   * Runs a task for all columns from one on, some at a time, the last ones first: whole panels, or
   * so many that each thread has some tasks.
   *
   * @param firstColumn the first column
   * @param narrowest the least number of columns of a task
   * @param runner runs the tasks
   * @param task the task
   */
  void forStrips(int firstColumn, int narrowest, TaskRunner runner, StripTask task) {
    int width = PANEL_WIDTH;
    if (runner.threads() > 1) {
      while (width > narrowest && columns - firstColumn < 2.0 * runner.threads() * width) {
        width /= 2;
      }
    }
    int stripWidth = width;
    Span strips = new Span(firstColumn / width, new Span(0, columns).chunks(width));
    runner.run(
        strips.length(),
        index -> {
          int first = (strips.to() - 1 - index) * stripWidth;
          int panel = first / PANEL_WIDTH;
          int panelsFirst = panel * PANEL_WIDTH;
          int to = Math.min(first + stripWidth, columns);
          task.run(panel, new Span(Math.max(first, firstColumn) - panelsFirst, to - panelsFirst));
        });
  }

  /** Puts zeros into some rows and columns of all parts. */
  void clear(Span rowSpan, Span columnSpan) {
    for (int index = columnSpan.from() / PANEL_WIDTH; index < panels.length; index++) {
      Span held = columnsOf(index);
      int from = Math.max(columnSpan.from(), held.from()) - held.from();
      int to = Math.min(columnSpan.to(), held.to()) - held.from();
      for (Panel part : panels[index]) {
        part.clear(rowSpan, new Span(from, Math.max(from, to)));
      }
    }
  }

  /** What is done with the elements of a run that lie in one panel. */
  interface PieceTask {
    /**
     * Does it.
     *
     * @param panel the panel's parts
     * @param piece the elements, their columns counted from the panel's first
     * @param before how many elements of the run come before them
     */
    void run(Panel[] panel, MatrixRun piece, int before);
  }

  /** Cuts a run where panels meet. */
  void forPieces(MatrixRun run, PieceTask task) {
    for (int done = 0; done < run.count(); ) {
      long column = run.column() + done * run.columnStep();
      int panel = (int) (column / PANEL_WIDTH);
      int inPanel = (int) (column % PANEL_WIDTH);
      int length = run.count() - done;
      if (run.columnStep() > 0) {
        long room = (PANEL_WIDTH - inPanel + run.columnStep() - 1) / run.columnStep();
        length = (int) Math.min(length, room);
      }
      long row = run.row() + done * run.rowStep();
      task.run(
          panels[panel],
          new MatrixRun(row, inPanel, run.rowStep(), run.columnStep(), length),
          done);
      done += length;
    }
  }
}
