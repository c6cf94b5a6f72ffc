package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.threads.TaskRunner;
import io.tensorinit.plan.OrthogonalLaw;

/**
 * A block of successive reflections of a matrix in compact WY form, {@code H_1 H_2 ... H_b = I - V
 * T V^H}, ready to be applied to many columns at the cost of two matrix products.
 *
 * <p>V is rounded to the matrix's precision, T is kept in double.
 */
final class ReflectorBlock {
  /** The number of rows of V that one task forms and multiplies; sums depend on it. */
  private static final int CHUNK = OrthogonalLaw.CHUNK;

  private final Panel[] v;
  private final int matrixRows;
  private Span columns;
  private TriangularFactor t;

  /**
   * Room for a block.
   *
   * @param matrixRows the rows of the matrix
   * @param size the largest number of reflections
   * @param parts 1 if real, 2 if complex
   * @param precision the matrix's precision
   */
  ReflectorBlock(int matrixRows, int size, int parts, MatrixPrecision precision) {
    this.matrixRows = matrixRows;
    this.v = new Panel[parts];
    for (int part = 0; part < parts; part++) {
      v[part] = precision.panel(matrixRows, Panel.padded(size));
    }
    this.columns = new Span(0, 0);
    this.t = TriangularFactor.of(new double[0], new double[parts][0][0]);
  }

  /** Takes the reflections of a block of columns, all of them formed. */
  void take(ColumnBlock block, TaskRunner runner) {
    columns = block.columns();
    Span rows = rows();
    int chunks = rows.chunks(CHUNK);
    double[][][][] gram = new double[chunks][][][];
    runner.run(
        chunks,
        chunk -> {
          Span part = rows.chunk(chunk, CHUNK);
          copy(block, part);
          gram[chunk] = projection(v, part, new Span(0, columns.length()));
        });
    for (int chunk = 1; chunk < chunks; chunk++) {
      add(gram[0], gram[chunk]);
    }
    t = TriangularFactor.of(block.tau(), gram[0]);
  }

  /** The rows that the reflections change. */
  private Span rows() {
    return new Span(columns.from(), matrixRows);
  }

  private void copy(ColumnBlock block, Span rows) {
    for (int part = 0; part < v.length; part++) {
      v[part].copyFrom(block.elements()[part], columns.length(), columns.from(), rows);
    }
  }

  private static void add(double[][][] sum, double[][][] summand) {
    for (int part = 0; part < sum.length; part++) {
      for (int k = 0; k < sum[part].length; k++) {
        for (int j = 0; j < sum[part][k].length; j++) {
          sum[part][k][j] += summand[part][k][j];
        }
      }
    }
  }

  /** Writes one part of v_k below its one into a column of the matrix. */
  void store(PanelMatrix matrix, int k) {
    int column = columns.from() + k;
    for (int part = 0; part < v.length; part++) {
      for (int row = column + 1; row < matrixRows; row++) {
        matrix.set(row, column, part, v[part].get(row, k));
      }
    }
  }

  /**
   * Multiplies columns of a panel, from the left, by {@code H_1 H_2 ... H_b}.
   *
   * @param panel the panel's parts
   * @param panelColumns which columns of the panel
   */
  void apply(Panel[] panel, Span panelColumns) {
    double[][][] w = projection(panel, rows(), panelColumns);
    t.multiply(w, panelColumns);
    subtractProduct(panel, panelColumns, w);
  }

  /**
   * Multiplies columns of a panel, from the left, by {@code H_b ... H_2 H_1}.
   *
   * @param panel the panel's parts
   * @param panelColumns which columns of the panel
   */
  void applyAdjoint(Panel[] panel, Span panelColumns) {
    double[][][] w = projection(panel, rows(), panelColumns);
    t.multiplyAdjoint(w, panelColumns);
    subtractProduct(panel, panelColumns, w);
  }

  /** {@code V^H A} of some rows, A being columns of a panel; {@code [part][k][column]}. */
  private double[][][] projection(Panel[] a, Span rows, Span panelColumns) {
    double[][][] w = new double[v.length][columns.length()][panelColumns.to()];
    a[0].project(v[0], rows, panelColumns, 1, w[0]);
    if (v.length == 2) {
      a[1].project(v[1], rows, panelColumns, 1, w[0]);
      a[1].project(v[0], rows, panelColumns, 1, w[1]);
      a[0].project(v[1], rows, panelColumns, -1, w[1]);
    }
    return w;
  }

  private void subtractProduct(Panel[] a, Span panelColumns, double[][][] w) {
    a[0].addProduct(v[0], rows(), panelColumns, -1, w[0]);
    if (v.length == 2) {
      a[0].addProduct(v[1], rows(), panelColumns, 1, w[1]);
      a[1].addProduct(v[0], rows(), panelColumns, -1, w[1]);
      a[1].addProduct(v[1], rows(), panelColumns, -1, w[0]);
    }
  }
}
