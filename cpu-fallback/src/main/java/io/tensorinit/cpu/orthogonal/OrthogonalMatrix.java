package io.tensorinit.cpu.orthogonal;

import java.util.Objects;

/**
 * One finished matrix with orthonormal columns (rows, if wide), the gain in it. Safe for use by
 * several threads.
 */
public final class OrthogonalMatrix {
  private final PanelMatrix tall;
  private final boolean transposed;

  /**
   * Takes a finished matrix.
   *
   * @param tall the matrix, with at least as many rows as columns
   * @param transposed whether its plain transpose is meant
   */
  OrthogonalMatrix(PanelMatrix tall, boolean transposed) {
    this.tall = tall;
    this.transposed = transposed;
  }

  /**
   * The number of rows.
   *
   * @return m
   */
  public long rows() {
    return transposed ? tall.columns() : tall.rows();
  }

  /**
   * The number of columns.
   *
   * @return n
   */
  public long columns() {
    return transposed ? tall.rows() : tall.columns();
  }

  /**
   * One element (one part of it, if complex) in float32.
   *
   * @param row the row, in {@code 0 .. rows - 1}
   * @param column the column, in {@code 0 .. columns - 1}
   * @param part 0 for the real part, 1 for the imaginary
   * @return the element; rounded to float32, if the matrix was computed in float64
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public float float32(long row, long column, int part) {
    return (float) float64(row, column, part);
  }

  /**
   * One element (one part of it, if complex) in float64.
   *
   * @param row the row, in {@code 0 .. rows - 1}
   * @param column the column, in {@code 0 .. columns - 1}
   * @param part 0 for the real part, 1 for the imaginary
   * @return the element, exactly as computed
   * @throws IndexOutOfBoundsException if there is no such element
   */
  public double float64(long row, long column, int part) {
    int r = (int) Objects.checkIndex(transposed ? column : row, (long) tall.rows());
    int c = (int) Objects.checkIndex(transposed ? row : column, (long) tall.columns());
    return tall.get(r, c, part);
  }
}
