package io.tensorinit.cpu.orthogonal;

import java.util.Arrays;

/** A panel of float64 values. */
final class Panel64 extends Panel {
  private final double[][] rows;

  Panel64(int rows, int width) {
    super(width);
    this.rows = new double[rows][width];
  }

  @Override
  double get(int row, int column) {
    return rows[row][column];
  }

  @Override
  void set(int row, int column, double value) {
    rows[row][column] = value;
  }

  @Override
  void clear(Span span, Span columns) {
    for (int row = span.from(); row < span.to(); row++) {
      Arrays.fill(rows[row], columns.from(), columns.to(), 0);
    }
  }

  @Override
  void copyFrom(double[][] source, int count, int first, Span span) {
    for (int row = span.from(); row < span.to(); row++) {
      double[] target = rows[row];
      for (int k = 0; k < count; k++) {
        target[k] = source[k][row - first];
      }
    }
  }

  @Override
  void scale(double[] factors, Span columns) {
    double[] rounded = new double[columns.to()];
    for (int column = columns.from(); column < columns.to(); column++) {
      rounded[column] = factors[column];
    }
    for (double[] row : rows) {
      for (int column = columns.from(); column < columns.to(); column++) {
        row[column] *= rounded[column];
      }
    }
  }

  @Override
  void copy(MatrixRun run, float[] out, int at, int step) {
    int row = (int) run.row();
    int column = (int) run.column();
    int to = at;
    for (int i = 0; i < run.count(); i++) {
      out[to] = (float) rows[row][column];
      to += step;
      row += (int) run.rowStep();
      column += (int) run.columnStep();
    }
  }

  @Override
  void copy(MatrixRun run, double[] out, int at, int step) {
    if (run.columnStep() == 1 && step == 1) {
      System.arraycopy(rows[(int) run.row()], (int) run.column(), out, at, run.count());
      return;
    }
    int row = (int) run.row();
    int column = (int) run.column();
    int to = at;
    for (int i = 0; i < run.count(); i++) {
      out[to] = rows[row][column];
      to += step;
      row += (int) run.rowStep();
      column += (int) run.columnStep();
    }
  }

  @Override
  void project(Panel v, Span span, Span columns, int sign, double[][] sums) {
    double[][] coefficients = ((Panel64) v).rows;
    double[][] tileSums = new double[sums.length][columns.to()];
    for (int tile = 0; tile < span.chunks(TILE); tile++) {
      addRows(coefficients, span.chunk(tile, TILE), columns, tileSums);
      for (int k = 0; k < sums.length; k++) {
        for (int column = columns.from(); column < columns.to(); column++) {
          sums[k][column] += sign * tileSums[k][column];
        }
        Arrays.fill(tileSums[k], 0);
      }
    }
  }

  /** Adds to each row of sums the products of four rows of this panel at a time. */
  private void addRows(double[][] v, Span span, Span columns, double[][] sums) {
    double[] none = new double[sums.length];
    for (int row = span.from(); row < span.to(); row += GROUP) {
      int left = span.to() - row;
      double[] v0 = v[row];
      double[] v1 = left > 1 ? v[row + 1] : none;
      double[] v2 = left > 2 ? v[row + 2] : none;
      double[] v3 = left > 3 ? v[row + 3] : none;
      double[] a0 = rows[row];
      double[] a1 = left > 1 ? rows[row + 1] : a0;
      double[] a2 = left > 2 ? rows[row + 2] : a0;
      double[] a3 = left > 3 ? rows[row + 3] : a0;
      for (int k = 0; k < sums.length; k++) {
        addFour(sums[k], v0[k], a0, v1[k], a1, v2[k], a2, v3[k], a3, columns.from(), columns.to());
      }
    }
  }

  @Override
  void addProduct(Panel v, Span span, Span columns, int sign, double[][] factors) {
    double[][] coefficients = ((Panel64) v).rows;
    double[][] f = new double[padded(factors.length)][columns.to()];
    for (int k = 0; k < factors.length; k++) {
      for (int column = columns.from(); column < columns.to(); column++) {
        f[k][column] = sign * factors[k][column];
      }
    }
    double[] sum = new double[columns.to()];
    for (int row = span.from(); row < span.to(); row++) {
      double[] c = coefficients[row];
      Arrays.fill(sum, 0);
      for (int k = 0; k < f.length; k += GROUP) {
        addFour(
            sum,
            c[k],
            f[k],
            c[k + 1],
            f[k + 1],
            c[k + 2],
            f[k + 2],
            c[k + 3],
            f[k + 3],
            columns.from(),
            columns.to());
      }
      addTo(rows[row], sum, columns);
    }
  }

  private static void addTo(double[] row, double[] summand, Span columns) {
    for (int j = columns.from(); j < columns.to(); j++) {
      row[j] += summand[j];
    }
  }

  /** Adds four multiples, one after the other; a small method, so that it is vectorized. */
  private static void addFour(
      double[] sum,
      double c0,
      double[] f0,
      double c1,
      double[] f1,
      double c2,
      double[] f2,
      double c3,
      double[] f3,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      sum[j] =
          Math.fma(
              c3, f3[j], Math.fma(c2, f2[j], Math.fma(c1, f1[j], Math.fma(c0, f0[j], sum[j]))));
    }
  }
}
