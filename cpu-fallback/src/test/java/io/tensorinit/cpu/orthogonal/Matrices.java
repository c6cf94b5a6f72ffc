package io.tensorinit.cpu.orthogonal;

import io.tensorinit.DType;
import io.tensorinit.Key;
import io.tensorinit.Shape;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;

/** What the tests of this package do with matrices, {@code matrix[row][column]}. */
final class Matrices {
  private Matrices() {}

  /** The matrix that the backend computes for a tensor of rank 2. */
  static Complex[][] computed(
      int rows, int columns, DType dtype, Key key, Method method, double gain, TaskRunner runner) {
    OrthogonalFill plan = new OrthogonalFill(MatrixView.columnsFrom(2, 1), gain, method);
    Shape shape = Shape.of(rows, columns);
    return read(OrthogonalMatrices.of(plan, shape, key, dtype, runner).matrix(0), dtype.parts());
  }

  /** The same, of gain 1 and in the calling thread. */
  static Complex[][] computed(int rows, int columns, DType dtype, Key key, Method method) {
    return computed(rows, columns, dtype, key, method, 1, TaskRunner.SERIAL);
  }

  /** All elements. */
  static Complex[][] read(OrthogonalMatrix matrix, int parts) {
    Complex[][] elements = new Complex[(int) matrix.rows()][(int) matrix.columns()];
    for (int row = 0; row < elements.length; row++) {
      for (int column = 0; column < elements[row].length; column++) {
        elements[row][column] =
            new Complex(
                matrix.float64(row, column, 0), parts == 2 ? matrix.float64(row, column, 1) : 0);
      }
    }
    return elements;
  }

  /** The plain transpose. */
  static Complex[][] transposed(Complex[][] matrix) {
    Complex[][] transposed = new Complex[matrix[0].length][matrix.length];
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < matrix[0].length; column++) {
        transposed[column][row] = matrix[row][column];
      }
    }
    return transposed;
  }

  /** The largest distance between two elements at the same place. */
  static double distance(Complex[][] a, Complex[][] b) {
    double largest = 0;
    for (int row = 0; row < a.length; row++) {
      for (int column = 0; column < a[row].length; column++) {
        largest = Math.max(largest, a[row][column].minus(b[row][column]).abs());
      }
    }
    return largest;
  }

  /** The largest element of {@code |Q^H Q - I|}; of {@code |Q Q^H - I|} for a wide Q. */
  static double orthogonalityError(Complex[][] matrix) {
    Complex[][] q = matrix.length < matrix[0].length ? transposed(matrix) : matrix;
    int parts = 2;
    double largest = 0;
    double[][][] columns = new double[parts][q[0].length][q.length];
    for (int row = 0; row < q.length; row++) {
      for (int column = 0; column < q[0].length; column++) {
        columns[0][column][row] = q[row][column].re();
        columns[1][column][row] = q[row][column].im();
      }
    }
    for (int left = 0; left < q[0].length; left++) {
      for (int right = left; right < q[0].length; right++) {
        double re = 0;
        double im = 0;
        for (int row = 0; row < q.length; row++) {
          re +=
              columns[0][left][row] * columns[0][right][row]
                  + columns[1][left][row] * columns[1][right][row];
          im +=
              columns[0][left][row] * columns[1][right][row]
                  - columns[1][left][row] * columns[0][right][row];
        }
        largest = Math.max(largest, new Complex(left == right ? re - 1 : re, im).abs());
      }
    }
    return largest;
  }
}
