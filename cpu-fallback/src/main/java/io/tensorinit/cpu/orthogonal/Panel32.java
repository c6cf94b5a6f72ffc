package io.tensorinit.cpu.orthogonal;

import java.util.Arrays;

/** A panel of float32 values. */
final class Panel32 extends Panel {
  private static final Products32 PRODUCTS = ProductLanes.CHOSEN;

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
  void scale(double[] factors, Span columns) {
    float[] rounded = new float[columns.to()];
    for (int column = columns.from(); column < columns.to(); column++) {
      rounded[column] = (float) factors[column];
    }
    for (float[] row : rows) {
      for (int column = columns.from(); column < columns.to(); column++) {
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
    float[][] tileSums = new float[padded(sums.length)][columns.to()];
    for (int tile = 0; tile < span.chunks(TILE); tile++) {
      PRODUCTS.project(((Panel32) v).rows, rows, span.chunk(tile, TILE), columns, tileSums);
      for (int k = 0; k < sums.length; k++) {
        for (int column = columns.from(); column < columns.to(); column++) {
          sums[k][column] += sign * tileSums[k][column];
        }
      }
    }
  }

  @Override
  void addProduct(Panel v, Span span, Span columns, int sign, double[][] factors) {
    float[][] f = new float[padded(factors.length)][columns.to()];
    for (int k = 0; k < factors.length; k++) {
      for (int column = columns.from(); column < columns.to(); column++) {
        f[k][column] = (float) (sign * factors[k][column]);
      }
    }
    PRODUCTS.addProduct(((Panel32) v).rows, f, span, columns, rows);
  }
}
