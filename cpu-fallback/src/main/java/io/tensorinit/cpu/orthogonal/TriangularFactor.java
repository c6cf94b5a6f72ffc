package io.tensorinit.cpu.orthogonal;

/**
 * The upper triangular matrix T of a block of reflections: {@code H_1 H_2 ... H_b = I - V T V^H}
 * with {@code H_k = I - tau_k v_k v_k^H} and V's columns the v_k.
 *
 * <pre>
 *   T[k, k] = tau_k      T[l, k] = -tau_k sum over i = l .. k-1 of T[l, i] (v_i^H v_k),  l &lt; k
 * </pre>
 *
 * <p>Immutable. Source: R. Schreiber and C. Van Loan (1989), A storage-efficient WY representation
 * for products of Householder transformations, SIAM J. Sci. Stat. Comput. 10.
 */
final class TriangularFactor {
  private final double[][][] t;

  private TriangularFactor(double[][][] t) {
    this.t = t;
  }

  /**
   * The factor of a block.
   *
   * @param tau the factors of the reflections; more than b are allowed
   * @param gram {@code V^H V}, {@code [part][b][b]}
   */
  static TriangularFactor of(double[] tau, double[][][] gram) {
    int parts = gram.length;
    int size = gram[0].length;
    double[][][] t = new double[parts][size][size];
    for (int k = 0; k < size; k++) {
      for (int l = 0; l < k; l++) {
        double re = 0;
        double im = 0;
        for (int i = l; i < k; i++) {
          re += t[0][l][i] * gram[0][i][k];
          if (parts == 2) {
            re -= t[1][l][i] * gram[1][i][k];
            im += t[0][l][i] * gram[1][i][k] + t[1][l][i] * gram[0][i][k];
          }
        }
        t[0][l][k] = -tau[k] * re;
        if (parts == 2) {
          t[1][l][k] = -tau[k] * im;
        }
      }
      t[0][k][k] = tau[k];
    }
    return new TriangularFactor(t);
  }

  /** Puts {@code T W} in the place of W, {@code w[part][k][column]}. */
  void multiply(double[][][] w, Span columns) {
    int size = t[0].length;
    for (int k = 0; k < size; k++) {
      scaleRow(w, k, columns);
      for (int l = k + 1; l < size; l++) {
        addRow(w, k, t[0][k][l], w.length == 2 ? t[1][k][l] : 0, l, columns);
      }
    }
  }

  /** Puts {@code T^H W} in the place of W, {@code w[part][k][column]}. */
  void multiplyAdjoint(double[][][] w, Span columns) {
    for (int k = t[0].length - 1; k >= 0; k--) {
      scaleRow(w, k, columns);
      for (int l = 0; l < k; l++) {
        addRow(w, k, t[0][l][k], w.length == 2 ? -t[1][l][k] : 0, l, columns);
      }
    }
  }

  private void scaleRow(double[][][] w, int k, Span columns) {
    for (double[][] part : w) {
      for (int j = columns.from(); j < columns.to(); j++) {
        part[k][j] *= t[0][k][k];
      }
    }
  }

  /** Adds the multiple of row l by a complex number to row k. */
  private static void addRow(double[][][] w, int k, double re, double im, int l, Span columns) {
    addMultiple(w[0][k], re, w[0][l], columns);
    if (w.length == 2) {
      addMultiple(w[0][k], -im, w[1][l], columns);
      addMultiple(w[1][k], im, w[0][l], columns);
      addMultiple(w[1][k], re, w[1][l], columns);
    }
  }

  private static void addMultiple(double[] sum, double factor, double[] row, Span columns) {
    for (int j = columns.from(); j < columns.to(); j++) {
      sum[j] = Math.fma(factor, row[j], sum[j]);
    }
  }
}
