package io.tensorinit.cpu.orthogonal;

/**
 * Elements of a matrix at equal steps along a row or down a column.
 *
 * @param row the first one's row
 * @param column the first one's column
 * @param rowStep how many rows lie from one element to the next; 0 along a row
 * @param columnStep how many columns lie from one element to the next; 0 down a column
 * @param count how many elements, 1 or more
 */
public record MatrixRun(long row, long column, long rowStep, long columnStep, int count) {
  /** The same elements of the transposed matrix. */
  MatrixRun transposed() {
    return new MatrixRun(column, row, columnStep, rowStep, count);
  }

  long lastRow() {
    return row + (count - 1) * rowStep;
  }

  long lastColumn() {
    return column + (count - 1) * columnStep;
  }
}
