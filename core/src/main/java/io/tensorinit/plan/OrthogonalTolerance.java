package io.tensorinit.plan;

import io.tensorinit.random.StandardNormals;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;

/**
 * How far each part of an orthogonal matrix's elements may lie apart on two backends, before it is
 * rounded to a type narrower than float32. By Stewart's method matrices have the same bits
 * everywhere, as all other fills have.
 *
 * <pre>
 *   Stewart   0
 *   QR        32 eps cond(G) |gain|, eps = 2^-23 (F64, C128: 2^-52)
 * </pre>
 *
 * <p>G is the matrix of normals that is factorized; its condition number is worked out from it, in
 * m n^2 multiply-adds (complex: 8 m n^2) and as much memory as G takes in double. Where that would
 * take minutes, beyond 2^36, it is taken for 1: a tolerance that is too small, never one too large.
 */
public final class OrthogonalTolerance {
  private static final double QR_EPSILONS = 32;
  private static final double MOST_MULTIPLICATIONS = 0x1p36;

  private OrthogonalTolerance() {}

  /**
   * The tolerance for one matrix of a stack.
   *
   * @param plan the fill
   * @param shape the whole tensor's shape
   * @param key the key the normals are drawn from
   * @param dtype the type of the tensor's elements
   * @param matrix which matrix, from 0
   * @return the largest distance of two values of a part; 0 where they have the same bits
   */
  public static double of(OrthogonalFill plan, Shape shape, Key key, DType dtype, long matrix) {
    if (plan.method() == OrthogonalFill.Method.STEWART) {
      return 0;
    }
    double gain = Math.abs(plan.gain());
    double eps = dtype.isDouble() ? Math.ulp(1.0) : Math.ulp(1.0f);
    return QR_EPSILONS * eps * condition(plan.view(), shape, key, dtype, matrix) * gain;
  }

  private static double condition(MatrixView view, Shape shape, Key key, DType dtype, long matrix) {
    double rows = (double) view.rows(shape) * dtype.partCount();
    double columns = (double) view.columns(shape) * dtype.partCount();
    if (rows * columns * Math.min(rows, columns) > MOST_MULTIPLICATIONS) {
      return 1;
    }
    return ConditionNumber.of(normals(view, shape, key, dtype, matrix));
  }

  /** G by columns. A complex one as (Re -Im; Im Re), which has its singular values twice. */
  private static double[][] normals(
      MatrixView view, Shape shape, Key key, DType dtype, long matrix) {
    int m = Math.toIntExact(Math.max(view.rows(shape), view.columns(shape)));
    int n = Math.toIntExact(Math.min(view.rows(shape), view.columns(shape)));
    int parts = dtype.partCount();
    double[][] columns = new double[n * parts][m * parts];
    StandardNormals normals = new StandardNormals(key, dtype.isDouble());
    for (int r = 0; r < m; r++) {
      double[] row = normals.at((matrix * m + r) * n * parts, n * parts);
      for (int c = 0; c < n; c++) {
        if (parts == 1) {
          columns[c][r] = row[c];
        } else {
          columns[2 * c][r] = row[2 * c];
          columns[2 * c][m + r] = row[2 * c + 1];
          columns[2 * c + 1][r] = -row[2 * c + 1];
          columns[2 * c + 1][m + r] = row[2 * c];
        }
      }
    }
    return columns;
  }
}
