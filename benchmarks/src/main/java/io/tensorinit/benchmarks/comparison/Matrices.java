package io.tensorinit.benchmarks.comparison;

/**
 * Row-major float32 matrices. Each sum is taken in the order of its index, so that results do not
 * depend on the machine; the inner loops run along rows, so that they vectorize all the same.
 */
final class Matrices {
  private Matrices() {}

  /**
   * Adds a product of two matrices: {@code sum[r, c] += left[r, k] right[k, c]}, k upwards. Terms
   * whose left factor is zero are left out, half of all where the factors are pixels or rectified.
   *
   * @param left rows x inner
   * @param right inner x columns
   * @param sum rows x columns
   * @param rows rows of the left matrix
   * @param inner columns of the left matrix, rows of the right one
   * @param columns columns of the right matrix
   */
  static void addProduct(
      float[] left, float[] right, float[] sum, int rows, int inner, int columns) {
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < inner; k++) {
        float factor = left[row * inner + k];
        if (factor != 0) {
          addScaled(factor, right, k * columns, sum, row * columns, columns);
        }
      }
    }
  }

  private static void addScaled(
      float factor, float[] from, int fromStart, float[] sum, int sumStart, int count) {
    for (int i = 0; i < count; i++) {
      sum[sumStart + i] += factor * from[fromStart + i];
    }
  }

  /**
   * The transpose.
   *
   * @param matrix rows x columns
   * @param rows its rows
   * @param columns its columns
   * @return a new matrix, columns x rows
   */
  static float[] transposed(float[] matrix, int rows, int columns) {
    float[] result = new float[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        result[column * rows + row] = matrix[row * columns + column];
      }
    }
    return result;
  }

  /**
   * Adds up the rows of a matrix.
   *
   * @param matrix rows x columns
   * @param columns its columns
   * @return a sum a column
   */
  static float[] columnSums(float[] matrix, int columns) {
    float[] sums = new float[columns];
    for (int i = 0; i < matrix.length; i += columns) {
      addScaled(1, matrix, i, sums, 0, columns);
    }
    return sums;
  }
}
