package io.tensorinit.cpu.orthogonal;

/**
 * One finished matrix with orthonormal columns (rows, if wide), the gain in it. Safe for use by
 * several threads.
 */
public interface OrthogonalMatrix {
  /**
   * The number of rows.
   *
   * @return m
   */
  long rows();

  /**
   * The number of columns.
   *
   * @return n
   */
  long columns();

  /**
   * One element (one part of it, if complex) in float32.
   *
   * @param row the row, in {@code 0 .. rows - 1}
   * @param column the column, in {@code 0 .. columns - 1}
   * @param part 0 for the real part, 1 for the imaginary
   * @return the element; rounded to float32, if the matrix was computed in float64
   * @throws IndexOutOfBoundsException if there is no such element
   */
  float float32(long row, long column, int part);

  /**
   * One element (one part of it, if complex) in float64.
   *
   * @param row the row, in {@code 0 .. rows - 1}
   * @param column the column, in {@code 0 .. columns - 1}
   * @param part 0 for the real part, 1 for the imaginary
   * @return the element, exactly as computed
   * @throws IndexOutOfBoundsException if there is no such element
   */
  double float64(long row, long column, int part);
}
