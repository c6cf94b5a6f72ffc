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

  /** The number of rows whose normals one task computes. */
  private static final int ROWS_PER_TASK = 128;

  private final GaussianMatrix normals;
  private final MatrixPrecision precision;
  private final TaskRunner runner;
  private final int parts;
  private final PanelMatrix q;
  private final ColumnBlock block;
  private final ReflectorBlock reflectors;
  private final double[] tau;
  private final double[][] phase;

  /**
   * Takes all the memory that the computation needs.
   *
   * @param normals G
   * @param rows m
   * @param columns n, at most m
   * @param parts 1 if real, 2 if complex
   * @param precision what Q is computed in
   * @param runner runs parts of the work
   */
  OrthogonalComputation(
      GaussianMatrix normals,
      int rows,
      int columns,
      int parts,
      MatrixPrecision precision,
      TaskRunner runner) {
    this.normals = normals;
    this.precision = precision;
    this.runner = runner;
    this.parts = parts;
    this.q = new PanelMatrix(rows, columns, parts, precision);
    this.block = new ColumnBlock(rows, Math.min(BLOCK, columns), parts);
    this.reflectors = new ReflectorBlock(rows, Math.min(BLOCK, columns), parts, precision);
    this.tau = new double[columns];
    this.phase = new double[parts][columns];
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
    return rows * parts * (rowArrays + numbers);
  }

  /**
   * Computes the matrix; called once.
   *
   * @param method how the reflections are found
   * @param gain the factor of the finished matrix, in the matrix's precision
   * @return the matrix
   */
  PanelMatrix compute(Method method, double gain) {
    if (method == Method.QR) {
      factorize();
    }
    for (int index = blocks() - 1; index >= 0; index--) {
      Span columns = blockColumns(index);
      block.moveTo(columns, q.rows());
      if (method == Method.QR) {
        loadReflections();
      } else {
        reflectNormals();
      }
      reflectors.take(block, runner);
      startFromIdentity(columns);
      forPanelsFrom(columns.from(), reflectors::apply);
    }
    runner.run(q.panels(), panel -> finish(panel, gain));
    return q;
  }

  private int blocks() {
    return new Span(0, q.columns()).chunks(BLOCK);
  }

  private Span blockColumns(int index) {
    return new Span(0, q.columns()).chunk(index, BLOCK);
  }

  /** Stewart: reflects each column of normals as it is. */
  private void reflectNormals() {
    Span columns = block.columns();
    forRowsFrom(
        columns.from(),
        rows -> {
          double[] normal = normals.rows(rows, columns);
          int width = columns.length() * parts;
          for (int i = 0; i < width; i++) {
            double[] column = block.elements()[i % parts][i / parts];
            for (int row = 0; row < rows.length(); row++) {
              column[rows.from() - columns.from() + row] = normal[row * width + i];
            }
          }
        });
    runner.run(columns.length(), block::reflect);
    keepScalars();
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
      keepScalars();
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
          block.setReflection(k, tau[first + k]);
        });
  }

  /** Keeps what is needed of the block's reflections beside their vectors. */
  private void keepScalars() {
    Span columns = block.columns();
    for (int k = 0; k < columns.length(); k++) {
      tau[columns.from() + k] = block.tau()[k];
      for (int part = 0; part < parts; part++) {
        phase[part][columns.from() + k] = block.phase(k, part);
      }
    }
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

  /** Multiplies the columns of a panel by -s, then by the gain; each product is rounded. */
  private void finish(int index, double gain) {
    Span columns = q.columnsOf(index);
    Panel[] panel = q.panel(index);
    if (parts == 1) {
      double[] factors = new double[columns.length()];
      for (int j = 0; j < factors.length; j++) {
        factors[j] = -phase[0][columns.from() + j] * gain; // s is 1 or -1: nothing is rounded
      }
      panel[0].scale(factors);
      return;
    }
    for (int row = 0; row < q.rows(); row++) {
      for (int j = 0; j < columns.length(); j++) {
        int column = columns.from() + j;
        double re = panel[0].get(row, j);
        double im = panel[1].get(row, j);
        double cosine = phase[0][column];
        double sine = phase[1][column];
        panel[0].set(row, j, precision.round(im * sine - re * cosine) * gain);
        panel[1].set(row, j, precision.round(-im * cosine - re * sine) * gain);
      }
    }
  }

  /** What is done to some columns of a panel. */
  private interface PanelTask {
    void run(Panel[] panel, Span columns);
  }

  private void forPanelsFrom(int firstColumn, PanelTask task) {
    int firstPanel = firstColumn / PanelMatrix.PANEL_WIDTH;
    runner.run(
        q.panels() - firstPanel,
        ahead -> {
          Span columns = q.columnsOf(firstPanel + ahead);
          int from = Math.max(firstColumn, columns.from()) - columns.from();
          task.run(q.panel(firstPanel + ahead), new Span(from, columns.length()));
        });
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
