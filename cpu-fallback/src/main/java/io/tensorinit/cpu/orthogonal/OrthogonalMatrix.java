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
   * Some elements (one part of each, if complex) in float32.
   *
   * @param run which elements
   * @param part 0 for the real part, 1 for the imaginary
   * @param out takes them; rounded to float32, if the matrix was computed in float64
   * @param at where the first one goes
   * @param step how far the next one goes behind it
   * @throws IndexOutOfBoundsException if there are no such elements
   */
  public void float32(MatrixRun run, int part, float[] out, int at, int step) {
    MatrixRun stored = checked(run);
    tall.forPieces(
        stored, (panel, piece, before) -> panel[part].copy(piece, out, at + before * step, step));
  }

  /**
   * Some elements (one part of each, if complex) in float64.
   *
   * @param run which elements
   * @param part 0 for the real part, 1 for the imaginary
   * @param out takes them, exactly as computed
   * @param at where the first one goes
   * @param step how far the next one goes behind it
   * @throws IndexOutOfBoundsException if there are no such elements
   */
  public void float64(MatrixRun run, int part, double[] out, int at, int step) {
    MatrixRun stored = checked(run);
    tall.forPieces(
        stored, (panel, piece, before) -> panel[part].copy(piece, out, at + before * step, step));
  }

  /** The run in the matrix as it is stored. */
  private MatrixRun checked(MatrixRun run) {
    Objects.checkIndex(run.row(), rows());
    Objects.checkIndex(run.lastRow(), rows());
    Objects.checkIndex(run.column(), columns());
    Objects.checkIndex(run.lastColumn(), columns());
    return transposed ? run.transposed() : run;
  }
}
