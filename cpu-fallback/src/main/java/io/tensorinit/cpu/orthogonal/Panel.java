package io.tensorinit.cpu.orthogonal;

import io.tensorinit.plan.OrthogonalLaw;

/**
 * A dense real matrix, one array a row, with the two products that orthogonal matrices are made of.
 *
 * <p>Both products run along the rows of this panel, so a compiler can use vector units, and both
 * add up each column in one order that depends on row numbers alone: a column's bits do not depend
 * on the panel it lies in, on the columns beside it or on threads.
 *
 * <p>Not synchronized: several threads may work on columns or rows that do not overlap.
 */
abstract class Panel {
  /** How many rows one vectorized step takes. */
  static final int GROUP = 4;

  /**
   * How many rows are summed in the panel's precision; the sums of such tiles are added up in
   * double. So the error of a sum over rows hardly grows with their number.
   */
  static final int TILE = OrthogonalLaw.TILE;

  private final int width;

  Panel(int width) {
    this.width = width;
  }

  /** The smallest multiple of {@link #GROUP} that is not below the number. */
  static int padded(int number) {
    return (number + GROUP - 1) / GROUP * GROUP;
  }

  /** The number of columns. */
  final int width() {
    return width;
  }

  /** One element. */
  abstract double get(int row, int column);

  /** Stores one element, rounded to the panel's precision. */
  abstract void set(int row, int column, double value);

  /** Puts zeros into the given rows and columns. */
  abstract void clear(Span rows, Span columns);

  /**
   * Takes columns, rounded to the panel's precision.
   *
   * @param source the columns, {@code source[k][row - first]} for column k
   * @param count how many columns
   * @param first the row of the columns' first elements
   * @param rows the rows that are taken
   */
  abstract void copyFrom(double[][] source, int count, int first, Span rows);

  /**
   * Multiplies columns by factors of the panel's precision; each product is rounded to it.
   *
   * @param factors a factor a column
   * @param columns the columns
   */
  abstract void scale(double[] factors, Span columns);

  /**
   * Copies elements.
   *
   * @param run which
   * @param out takes them; rounded to float32
   * @param at where the first one goes
   * @param step how far the next one goes behind it
   */
  abstract void copy(MatrixRun run, float[] out, int at, int step);

  /**
   * Copies elements.
   *
   * @param run which
   * @param out takes them
   * @param at where the first one goes
   * @param step how far the next one goes behind it
   */
  abstract void copy(MatrixRun run, double[] out, int at, int step);

  /**
   * Adds {@code sign V^T A} to {@code sums}, with A the given rows and columns of this panel and V
   * the same rows of the first {@code sums.length} columns of {@code v}.
   *
   * @param v a panel of the same precision
   * @param rows the rows
   * @param columns the columns of this panel
   * @param sign 1 or -1
   * @param sums where the sums go, in double, {@code sums[k][column]}
   */
  abstract void project(Panel v, Span rows, Span columns, int sign, double[][] sums);

  /**
   * Adds {@code sign V F} to the given rows and columns of this panel, with V the same rows of the
   * first {@code factors.length} columns of {@code v}. The factors are first rounded to the panel's
   * precision. The product of a row is summed before it is added: where an element of the identity
   * shrinks from 1 that saves most of the rounding errors.
   *
   * @param v a panel of the same precision, its width a multiple of {@link #GROUP}
   * @param rows the rows
   * @param columns the columns of this panel
   * @param sign 1 or -1
   * @param factors F, {@code factors[k][column]}
   */
  abstract void addProduct(Panel v, Span rows, Span columns, int sign, double[][] factors);
}
