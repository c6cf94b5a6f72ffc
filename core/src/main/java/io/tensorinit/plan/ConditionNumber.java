package io.tensorinit.plan;

import java.util.Arrays;

/**
 * The condition number of a real matrix: its largest singular value over its smallest.
 *
 * <p>The matrix's columns are orthogonalized (modified Gram-Schmidt), which leaves R with the
 * matrix's singular values; the largest is found by power iteration with R^T R, the smallest with
 * its inverse, by triangular solves. Both approach their limit from one side, so that the result is
 * never larger than the condition number but for rounding.
 *
 * <p>Cost: m n^2 multiply-adds. Source: G. H. Golub and C. F. Van Loan (2013), Matrix Computations,
 * sections 5.2.8 and 8.2.1.
 */
final class ConditionNumber {
  private static final int ITERATIONS = 64;

  private ConditionNumber() {}

  /**
   * Works it out.
   *
   * @param columns the matrix, column by column, with at least as many rows as columns; becomes its
   *     orthogonal factor
   * @return 1 or more; infinite if a column depends on those before it
   */
  static double of(double[][] columns) {
    double[][] r = orthogonalize(columns);
    double largest = growth(r, false);
    double inverseOfSmallest = growth(r, true);
    double condition = largest * inverseOfSmallest;
    return Double.isFinite(condition) ? Math.max(1, condition) : Double.POSITIVE_INFINITY;
  }

  /** R, {@code r[k][j]} for row k and column j. */
  private static double[][] orthogonalize(double[][] columns) {
    int n = columns.length;
    double[][] r = new double[n][n];
    for (int k = 0; k < n; k++) {
      r[k][k] = Math.sqrt(dot(columns[k], columns[k]));
      for (int i = 0; i < columns[k].length; i++) {
        columns[k][i] /= r[k][k];
      }
      for (int j = k + 1; j < n; j++) {
        r[k][j] = dot(columns[k], columns[j]);
        for (int i = 0; i < columns[j].length; i++) {
          columns[j][i] = Math.fma(-r[k][j], columns[k][i], columns[j][i]);
        }
      }
    }
    return r;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum = Math.fma(a[i], b[i], sum);
    }
    return sum;
  }

  /** The largest singular value of R, or of its inverse. */
  private static double growth(double[][] r, boolean ofInverse) {
    double[] x = new double[r.length];
    Arrays.fill(x, 1 / Math.sqrt(r.length));
    double norm = 0;
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] y = ofInverse ? solveTransposed(r, x) : times(r, x);
      norm = Math.sqrt(dot(y, y));
      x = ofInverse ? solve(r, y) : timesTransposed(r, y);
      double length = Math.sqrt(dot(x, x));
      for (int i = 0; i < x.length; i++) {
        x[i] /= length;
      }
    }
    return norm;
  }

  private static double[] times(double[][] r, double[] x) {
    double[] y = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      for (int j = k; j < x.length; j++) {
        y[k] += r[k][j] * x[j];
      }
    }
    return y;
  }

  private static double[] timesTransposed(double[][] r, double[] x) {
    double[] y = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      for (int j = k; j < x.length; j++) {
        y[j] += r[k][j] * x[k];
      }
    }
    return y;
  }

  private static double[] solve(double[][] r, double[] b) {
    double[] x = b.clone();
    for (int k = x.length - 1; k >= 0; k--) {
      for (int j = k + 1; j < x.length; j++) {
        x[k] -= r[k][j] * x[j];
      }
      x[k] /= r[k][k];
    }
    return x;
  }

  private static double[] solveTransposed(double[][] r, double[] b) {
    double[] x = b.clone();
    for (int k = 0; k < x.length; k++) {
      x[k] /= r[k][k];
      for (int j = k + 1; j < x.length; j++) {
        x[j] -= r[k][j] * x[k];
      }
    }
    return x;
  }
}
