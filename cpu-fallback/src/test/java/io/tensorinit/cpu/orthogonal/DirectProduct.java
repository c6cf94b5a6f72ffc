package io.tensorinit.cpu.orthogonal;

import io.tensorinit.random.KeyStream;
import io.tensorinit.tensor.Key;
import java.util.Arrays;

/**
 * The law's text on orthogonal matrices, word by word, in double: each reflection is written down
 * and applied alone, nothing is blocked. The readable reference of {@link OrthogonalComputation},
 * and of no use beyond a few hundred columns.
 */
final class DirectProduct {
  private DirectProduct() {}

  /**
   * The matrix of the default method.
   *
   * @param g the normals, with at least as many rows as columns
   * @return Q, gain 1
   */
  static Complex[][] of(Complex[][] g) {
    int m = g.length;
    int n = g[0].length;
    Complex[][] q = new Complex[m][n];
    for (int row = 0; row < m; row++) {
      Arrays.fill(q[row], Complex.ZERO);
      if (row < n) {
        q[row][row] = Complex.ONE;
      }
    }
    Complex[] s = new Complex[n];
    for (int k = n - 1; k >= 0; k--) {
      Complex[] x = new Complex[m - k];
      double squares = 0;
      for (int j = 0; j < x.length; j++) {
        x[j] = g[k + j][k];
        squares += x[j].squared();
      }
      double r = Math.sqrt(squares);
      s[k] = x[0].times(1 / x[0].abs());
      Complex[] v = new Complex[m - k];
      v[0] = Complex.ONE;
      for (int j = 1; j < x.length; j++) {
        v[j] = x[j].over(x[0].plus(s[k].times(r)));
      }
      reflect(q, k, v, 1 + x[0].abs() / r);
    }
    for (Complex[] row : q) {
      for (int k = 0; k < n; k++) {
        row[k] = row[k].times(s[k]).times(-1);
      }
    }
    return q;
  }

  /** Multiplies q by I - tau v v^H on rows k and below. */
  private static void reflect(Complex[][] q, int k, Complex[] v, double tau) {
    for (int column = 0; column < q[0].length; column++) {
      Complex product = Complex.ZERO;
      for (int j = 0; j < v.length; j++) {
        product = product.plus(v[j].conjugate().times(q[k + j][column]));
      }
      for (int j = 0; j < v.length; j++) {
        q[k + j][column] = q[k + j][column].minus(v[j].times(product).times(tau));
      }
    }
  }

  /**
   * The normals of a matrix of a stack, read from the stream one by one.
   *
   * @param key the fill's key
   * @param batch which matrix
   * @param rows m
   * @param columns n
   * @param parts 1 if real, 2 if complex
   * @param inDouble whether they have float64's digits
   * @return G
   */
  static Complex[][] normals(
      Key key, long batch, int rows, int columns, int parts, boolean inDouble) {
    KeyStream stream = new KeyStream(key, inDouble);
    Complex[][] g = new Complex[rows][columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        long element = batch * rows * columns + (long) r * columns + c;
        double[] part = new double[2];
        for (int p = 0; p < parts; p++) {
          stream.moveTo(parts * element + p);
          part[p] = stream.normal();
        }
        g[r][c] = new Complex(part[0], part[1]);
      }
    }
    return g;
  }
}
