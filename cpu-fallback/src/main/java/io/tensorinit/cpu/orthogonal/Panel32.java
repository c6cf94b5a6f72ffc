package io.tensorinit.cpu.orthogonal;

import java.util.Arrays;

/** A panel of float32 values. */
final class Panel32 extends Panel {
  private final float[][] rows;

  Panel32(int rows, int width) {
    super(width);
    this.rows = new float[rows][width];
  }

  @Override
  double get(int row, int column) {
    return rows[row][column];
  }

  @Override
  void set(int row, int column, double value) {
    rows[row][column] = (float) value;
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
      float[] target = rows[row];
      for (int k = 0; k < count; k++) {
        target[k] = (float) source[k][row - first];
      }
    }
  }

  @Override
  void scale(double[] factors) {
    float[] rounded = new float[width()];
    for (int column = 0; column < rounded.length; column++) {
      rounded[column] = (float) factors[column];
    }
    for (float[] row : rows) {
      for (int column = 0; column < rounded.length; column++) {
        row[column] *= rounded[column];
      }
    }
  }

  @Override
  void copy(MatrixRun run, float[] out, int at, int step) {
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
  void copy(MatrixRun run, double[] out, int at, int step) {
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
    float[][] coefficients = ((Panel32) v).rows;
    float[][] tileSums = new float[sums.length][columns.to()];
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
  private void addRows(float[][] v, Span span, Span columns, float[][] sums) {
    float[] none = new float[sums.length];
    for (int row = span.from(); row < span.to(); row += GROUP) {
      int left = span.to() - row;
      float[] v0 = v[row];
      float[] v1 = left > 1 ? v[row + 1] : none;
      float[] v2 = left > 2 ? v[row + 2] : none;
      float[] v3 = left > 3 ? v[row + 3] : none;
      float[] a0 = rows[row];
      float[] a1 = left > 1 ? rows[row + 1] : a0;
      float[] a2 = left > 2 ? rows[row + 2] : a0;
      float[] a3 = left > 3 ? rows[row + 3] : a0;
      for (int k = 0; k < sums.length; k++) {
        addFour(sums[k], v0[k], a0, v1[k], a1, v2[k], a2, v3[k], a3, columns.from(), columns.to());
      }
    }
  }

  @Override
  void addProduct(Panel v, Span span, Span columns, int sign, double[][] factors) {
    float[][] coefficients = ((Panel32) v).rows;
    float[][] f = new float[padded(factors.length)][columns.to()];
    for (int k = 0; k < factors.length; k++) {
      for (int column = columns.from(); column < columns.to(); column++) {
        f[k][column] = (float) (sign * factors[k][column]);
      }
    }
    float[] sum = new float[columns.to()];
    for (int row = span.from(); row < span.to(); row++) {
      float[] c = coefficients[row];
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

  private static void addTo(float[] row, float[] summand, Span columns) {
    for (int j = columns.from(); j < columns.to(); j++) {
      row[j] += summand[j];
    }
  }

  /** Adds four multiples, one after the other; a small method, so that it is vectorized. */
  private static void addFour(
      float[] sum,
      float c0,
      float[] f0,
      float c1,
      float[] f1,
      float c2,
      float[] f2,
      float c3,
      float[] f3,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      sum[j] =
          Math.fma(
              c3, f3[j], Math.fma(c2, f2[j], Math.fma(c1, f1[j], Math.fma(c0, f0[j], sum[j]))));
    }
  }
}
