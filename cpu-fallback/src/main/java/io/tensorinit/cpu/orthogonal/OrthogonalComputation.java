package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.threads.TaskRunner;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.plan.OrthogonalLaw;

/**
 * Computes the m x n matrix with orthonormal columns, n &lt;= m, that belongs to a matrix G of
 * normals.
 *
 * <pre>
 *   Stewart   column k of G gives, from its diagonal element down, the reflection H_k
 *   QR        so does column k of H_(k-1) ... H_1 G; then G = QR with R_kk = -s_k r_k
 *
 *   Q = first n columns of H_1 H_2 ... H_n, column k times -s_k, then times the gain
 * </pre>
 *
 * <p>In both, -s_k is {@code R_kk / |R_kk|} of the last reflected column, so both methods are Haar
 * distributed. The reflections are applied in blocks, the last block first, each to the columns
 * from its first one on: the columns before it are still those of the identity, which it leaves
 * alone.
 *
 * <p>Cost: {@code 2 m n^2 - 2/3 n^3} multiply-adds to form Q (complex: four times as many), the
 * same again to factorize G for QR; memory for Q, and for {@link #BLOCK} columns of it in its own
 * precision and in double.
 */
final class OrthogonalComputation {
  /** The number of reflections that are applied at once. */
  static final int BLOCK = OrthogonalLaw.BLOCK;

  /** Columns of fewer rows than this are reflected one by one: starting tasks would cost more. */
  private static final int SERIAL_BELOW = 1 << 12;

  /**
   * Up to this number of parts of elements, all reflections are formed before the first is applied:
   * they take as much memory as Q, and threads meet twice, not three times a block.
   */
  private static final long AT_ONCE = 1 << 20;

  /** The least number of columns that reflections are applied to in a task. */
  private static final int NARROWEST = 128;

  /** The number of rows whose normals one task computes. */
  private static final int ROWS_PER_TASK = ColumnBlock.ROWS_PER_TASK;

  private final GaussianMatrix normals;
  private final MatrixPrecision precision;
  private final TaskRunner runner;
  private final int parts;
  private final PanelMatrix q;
  private final boolean atOnce;
  private final ColumnBlock block;
  private final ReflectorBlock reflectors;
  private final ReflectionScalars scalars;

  /**
   * Takes all the memory that the computation needs.
   *
   * @param normals G
   * @param rows m
   * @param columns n, at most m
   * @param parts 1 if real, 2 if complex
   * @param precision what Q is computed in
   * @param atOnce whether all reflections are formed at once, by Stewart's method only; the bits
   *     are the same
   * @param runner runs parts of the work
   */
  OrthogonalComputation(
      GaussianMatrix normals,
      int rows,
      int columns,
      int parts,
      MatrixPrecision precision,
      boolean atOnce,
      TaskRunner runner) {
    this.normals = normals;
    this.precision = precision;
    this.runner = runner;
    this.parts = parts;
    this.q = new PanelMatrix(rows, columns, parts, precision);
    int steppedRows = atOnce ? 0 : rows; // StewartAtOnce has blocks of its own
    this.block = new ColumnBlock(steppedRows, Math.min(BLOCK, columns), parts);
    this.reflectors = new ReflectorBlock(steppedRows, Math.min(BLOCK, columns), parts, precision);
    this.atOnce = atOnce;
    this.scalars = new ReflectionScalars(columns, parts, precision);
  }

  /**
   * An upper estimate of the heap that a computation takes.
   *
   * @param rows m
   * @param columns n
   * @param parts 1 if real, 2 if complex
   * @param precision what Q is computed in
   * @return bytes, as a double so that it cannot overflow
   */
  static double heapBytes(long rows, long columns, int parts, MatrixPrecision precision) {
    double rowArrays =
        PanelMatrix.ROW_OVERHEAD * (1 + Math.ceil((double) columns / PanelMatrix.PANEL_WIDTH));
    double reflected = Math.min(Panel.padded(BLOCK), columns + Panel.GROUP);
    double numbers = (columns + reflected) * precision.bytes() + reflected * Double.BYTES;
    double kept = isAtOnce(rows, columns, parts) ? 2 : 1;
    return rows * parts * (rowArrays + numbers) * kept;
  }

  /** Whether all reflections of a matrix by Stewart's method are formed at once. */
  static boolean isAtOnce(long rows, long columns, int parts) {
    return (double) rows * columns * parts <= AT_ONCE;
  }

  /**
   * Computes the matrix; called once.
   *
   * @param method how the reflections are found
   * @param gain the factor of the finished matrix, in the matrix's precision
   * @return the matrix
   */
  PanelMatrix compute(Method method, double gain) {
    if (atOnce) {
      new StewartAtOnce(normals, q, parts, precision, scalars, runner).form(gain);
      return q;
    }
    if (method == Method.QR) {
      factorize();
    }
    for (int index = blocks() - 1; index >= 0; index--) {
      Span columns = blockColumns(index);
      block.moveTo(columns, q.rows());
      if (method == Method.QR) {
        loadReflections();
      } else {
        block.reflectNormals(normals, runner);
        scalars.keep(block);
      }
      reflectors.take(block, runner);
      startFromIdentity(columns);
      forPanelsFrom(columns.from(), reflectors::apply);
    }
    runner.run(
        q.panels(),
        panel -> scalars.finish(q, panel, new Span(0, q.columnsOf(panel).length()), gain));
    return q;
  }

  private int blocks() {
    return new Span(0, q.columns()).chunks(BLOCK);
  }

  private Span blockColumns(int index) {
    return new Span(0, q.columns()).chunk(index, BLOCK);
  }

  /** QR: replaces Q's storage by the reflections of G, below the diagonal. */
  private void factorize() {
    Span all = new Span(0, q.columns());
    forRowsFrom(
        0,
        rows -> {
          for (int row = rows.from(); row < rows.to(); row++) {
            double[] normal = normals.rows(new Span(row, row + 1), all);
            for (int i = 0; i < normal.length; i++) {
              q.set(row, i / parts, i % parts, normal[i]);
            }
          }
        });
    for (int index = 0; index < blocks(); index++) {
      Span columns = blockColumns(index);
      block.moveTo(columns, q.rows());
      runner.run(columns.length(), this::loadColumn);
      TaskRunner columnRunner = block.rows() < SERIAL_BELOW ? TaskRunner.SERIAL : runner;
      for (int k = 0; k < columns.length(); k++) {
        int reflected = k;
        block.reflect(k);
        columnRunner.run(
            columns.length() - k - 1, ahead -> block.apply(reflected, reflected + 1 + ahead));
      }
      scalars.keep(block);
      reflectors.take(block, runner);
      runner.run(columns.length(), k -> reflectors.store(q, k));
      forPanelsFrom(columns.to(), reflectors::applyAdjoint);
    }
  }

  /** Copies the block's k-th column, from the block's first row down, from Q's storage. */
  private void loadColumn(int k) {
    Span columns = block.columns();
    for (int part = 0; part < parts; part++) {
      for (int i = 0; i < block.rows(); i++) {
        block.elements()[part][k][i] = q.get(columns.from() + i, columns.from() + k, part);
      }
    }
  }

  /** QR: takes up the block's reflections where {@link #factorize} left them. */
  private void loadReflections() {
    int first = block.columns().from();
    runner.run(
        block.columns().length(),
        k -> {
          loadColumn(k);
          block.setReflection(k, scalars.tau(first + k));
        });
  }

  private void startFromIdentity(Span columns) {
    Span rows = new Span(0, q.rows());
    runner.run(
        rows.chunks(OrthogonalLaw.CHUNK),
        chunk -> q.clear(rows.chunk(chunk, OrthogonalLaw.CHUNK), columns));
    for (int column = columns.from(); column < columns.to(); column++) {
      q.set(column, column, 0, 1);
    }
  }

  /** What is done to some columns of a panel. */
  private interface PanelTask {
    void run(Panel[] panel, Span columns);
  }

  private void forPanelsFrom(int firstColumn, PanelTask task) {
    q.forStrips(
        firstColumn, NARROWEST, runner, (panel, columns) -> task.run(q.panel(panel), columns));
  }

  /** What is done to some rows. */
  private interface RowsTask {
    void run(Span rows);
  }

  private void forRowsFrom(int firstRow, RowsTask task) {
    Span rows = new Span(firstRow, q.rows());
    runner.run(rows.chunks(ROWS_PER_TASK), chunk -> task.run(rows.chunk(chunk, ROWS_PER_TASK)));
  }
}
