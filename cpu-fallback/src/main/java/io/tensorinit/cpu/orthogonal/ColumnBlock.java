package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.threads.TaskRunner;
import java.util.Arrays;

/**
 * Some successive columns of a matrix, from the first one's diagonal element down, in double, and
 * the Householder reflections that they become.
 *
 * <p>With x the k-th column from its diagonal element down:
 *
 * <pre>
 *   s = x_1 / |x_1|      r = |x|      v_1 = 1      v_j = x_j / (x_1 + s r)      tau = 1 + |x_1| / r
 *   H = I - tau v v^H    H x = -s r e_1
 * </pre>
 *
 * <p>tau is real also where x is complex, and is 2, H = -1, where x has one element: its norm is
 * then computed by the very operations of |x_1|. Neither |x_1| nor r can be 0: no normal is.
 * (LAPACK's larfg chooses otherwise in the complex case and in the last row.)
 *
 * <p>Every sum runs down a column, so that nothing depends on threads.
 *
 * <p>Source: G. W. Stewart (1980), The efficient generation of random orthogonal matrices with an
 * application to condition estimators, SIAM J. Numer. Anal. 17.
 */
final class ColumnBlock {
  /** The number of rows whose normals one task computes. */
  static final int ROWS_PER_TASK = 128;

  private final int parts;
  private final double[][][] x;
  private final double[] tau;
  private final double[][] phase;
  private Span columns;
  private int rows;

  /**
   * Room for a block.
   *
   * @param rows the largest number of rows
   * @param columns the largest number of columns
   * @param parts 1 if real, 2 if complex
   */
  ColumnBlock(int rows, int columns, int parts) {
    this.parts = parts;
    this.x = new double[parts][columns][rows];
    this.tau = new double[columns];
    this.phase = new double[parts][columns];
    this.columns = new Span(0, 0);
  }

  /**
   * Takes the place of columns of a matrix with so many rows; what they hold is still undefined.
   */
  void moveTo(Span newColumns, int matrixRows) {
    columns = newColumns;
    rows = matrixRows - newColumns.from();
  }

  /** The columns it stands for. */
  Span columns() {
    return columns;
  }

  /** The number of rows from the first column's diagonal element down. */
  int rows() {
    return rows;
  }

  /** The elements, {@code [part][column - columns().from()][row - columns().from()]}. */
  double[][][] elements() {
    return x;
  }

  /** The factors tau of the reflections. */
  double[] tau() {
    return tau;
  }

  /** One part of the phase s of the block's k-th column. */
  double phase(int k, int part) {
    return phase[part][k];
  }

  /**
   * Makes each column of normals a reflection: Stewart's method.
   *
   * @param normals G
   * @param tasks runs parts of the work
   */
  void reflectNormals(GaussianMatrix normals, TaskRunner tasks) {
    Span below = new Span(columns.from(), columns.from() + rows);
    tasks.run(
        below.chunks(ROWS_PER_TASK), chunk -> load(normals, below.chunk(chunk, ROWS_PER_TASK)));
    tasks.run(columns.length(), this::reflect);
  }

  private void load(GaussianMatrix normals, Span some) {
    double[] normal = normals.rows(some, columns);
    int width = columns.length() * parts;
    for (int i = 0; i < width; i++) {
      double[] column = x[i % parts][i / parts];
      for (int row = 0; row < some.length(); row++) {
        column[some.from() - columns.from() + row] = normal[row * width + i];
      }
    }
  }

  /** Puts v, with its leading zeros and its one, in the place of the block's k-th column. */
  void reflect(int k) {
    double[] re = x[0][k];
    double norm = Math.sqrt(squares(k));
    double head;
    if (parts == 1) {
      head = Math.abs(re[k]);
      phase[0][k] = re[k] / head;
      double divisor = phase[0][k] * (head + norm);
      for (int i = k + 1; i < rows; i++) {
        re[i] /= divisor;
      }
    } else {
      double[] im = x[1][k];
      head = Math.sqrt(re[k] * re[k] + im[k] * im[k]);
      double cosine = re[k] / head;
      double sine = im[k] / head;
      phase[0][k] = cosine;
      phase[1][k] = sine;
      for (int i = k + 1; i < rows; i++) {
        double real = re[i];
        re[i] = (real * cosine + im[i] * sine) / (head + norm);
        im[i] = (im[i] * cosine - real * sine) / (head + norm);
      }
    }
    setReflection(k, 1 + head / norm);
  }

  /** The sum of the squares of the k-th column from its diagonal element down. */
  private double squares(int k) {
    double sum = dot(x[0][k], x[0][k], k);
    return parts == 1 ? sum : sum + dot(x[1][k], x[1][k], k);
  }

  /** Makes a column that holds a reflection's vector below its one into that reflection. */
  void setReflection(int k, double factor) {
    tau[k] = factor;
    for (int part = 0; part < parts; part++) {
      Arrays.fill(x[part][k], 0, k + 1, 0);
    }
    x[0][k][k] = 1;
  }

  /** Applies the k-th reflection, which is formed, to the block's j-th column. */
  void apply(int k, int j) {
    if (parts == 1) {
      addMultiple(x[0][j], -tau[k] * dot(x[0][k], x[0][j], k), x[0][k], k);
      return;
    }
    double[] vRe = x[0][k];
    double[] vIm = x[1][k];
    double re = -tau[k] * (dot(vRe, x[0][j], k) + dot(vIm, x[1][j], k));
    double im = -tau[k] * (dot(vRe, x[1][j], k) - dot(vIm, x[0][j], k));
    addMultiple(x[0][j], re, vRe, k);
    addMultiple(x[0][j], -im, vIm, k);
    addMultiple(x[1][j], im, vRe, k);
    addMultiple(x[1][j], re, vIm, k);
  }

  /** Sums by tiles, so that the error grows with the number of tiles, not with that of rows. */
  private double dot(double[] a, double[] b, int from) {
    Span span = new Span(from, rows);
    double sum = 0;
    for (int tile = 0; tile < span.chunks(Panel.TILE); tile++) {
      sum += dot(a, b, span.chunk(tile, Panel.TILE));
    }
    return sum;
  }

  private static double dot(double[] a, double[] b, Span span) {
    double sum = 0;
    for (int i = span.from(); i < span.to(); i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }

  private void addMultiple(double[] sum, double factor, double[] a, int from) {
    for (int i = from; i < rows; i++) {
      sum[i] = Math.fma(factor, a[i], sum[i]);
    }
  }
}
