package io.tensorinit.cpu.orthogonal;

import io.tensorinit.random.StandardNormals;
import io.tensorinit.tensor.Key;

/**
 * The matrix G that one orthogonal matrix is made from: {@code G[r, c]} is the standard normal of
 * element {@code r n + c} of the matrix, n its columns; if complex, its parts are those of elements
 * {@code 2 (r n + c)} and {@code 2 (r n + c) + 1}, unscaled. Matrix b of a stack starts after the
 * elements of the b matrices before it. Nothing is kept: each read computes its normals.
 */
final class GaussianMatrix {
  private final StandardNormals normals;
  private final long first;
  private final int columns;
  private final int parts;

  /**
   * Matrix {@code batch} of a stack of matrices with at least as many rows as columns.
   *
   * @param key the fill's key
   * @param batch which matrix, from 0
   * @param rows m
   * @param columns n
   * @param parts 1 if real, 2 if complex
   * @param precision float32, or float64: the same words and more digits
   */
  GaussianMatrix(Key key, long batch, int rows, int columns, int parts, MatrixPrecision precision) {
    this.normals = new StandardNormals(key, precision == MatrixPrecision.FLOAT64);
    this.first = batch * rows * columns * parts;
    this.columns = columns;
    this.parts = parts;
  }

  /**
   * The normals of some rows in some columns.
   *
   * @param rows the rows
   * @param span the columns
   * @return the normals, row after row; both parts of an element side by side if complex
   */
  double[] rows(Span rows, Span span) {
    long position = first + ((long) rows.from() * columns + span.from()) * parts;
    return normals.at(position, (long) columns * parts, rows.length(), span.length() * parts);
  }
}
