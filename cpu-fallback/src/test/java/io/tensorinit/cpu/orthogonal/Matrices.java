package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.threads.TaskRunner;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;

/** What the tests of this package do with matrices, {@code matrix[row][column]}. */
final class Matrices {
  private Matrices() {}

  /** The matrix that the backend computes for a tensor of rank 2. */
  static Complex[][] computed(
      int rows, int columns, DType dtype, Key key, Method method, double gain, TaskRunner runner) {
    OrthogonalFill plan = new OrthogonalFill(MatrixView.columnsFrom(2, 1), gain, method);
    Shape shape = Shape.of(rows, columns);
    return read(
        OrthogonalMatrices.of(plan, shape, key, dtype, runner).matrix(0), dtype.partCount());
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
                element(matrix, row, column, 0), parts == 2 ? element(matrix, row, column, 1) : 0);
      }
    }
    return elements;
  }

  /** One part of one element. */
  static double element(OrthogonalMatrix matrix, long row, long column, int part) {
    double[] element = new double[1];
    matrix.float64(new MatrixRun(row, column, 0, 0, 1), part, element, 0, 1);
    return element[0];
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
    Complex[][] byColumn = matrix.length < matrix[0].length ? matrix : transposed(matrix);
    double largest = 0;
    double[][] re = new double[byColumn.length][];
    double[][] im = new double[byColumn.length][];
    for (int column = 0; column < byColumn.length; column++) {
      re[column] = Arrays.stream(byColumn[column]).mapToDouble(Complex::re).toArray();
      im[column] = Arrays.stream(byColumn[column]).mapToDouble(Complex::im).toArray();
      for (int left = 0; left <= column; left++) {
        double real = dot(re[left], re[column]) + dot(im[left], im[column]);
        double imaginary = dot(re[left], im[column]) - dot(im[left], re[column]);
        Complex error = new Complex(left == column ? real - 1 : real, imaginary);
        largest = Math.max(largest, error.abs());
      }
    }
    return largest;
  }

  /** Sums pieces first, so that its own error does not show in long columns. */
  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int piece = 0; piece < a.length; piece += 256) {
      double part = 0;
      for (int i = piece; i < Math.min(piece + 256, a.length); i++) {
        part += a[i] * b[i];
      }
      sum += part;
    }
    return sum;
  }
}
