package io.tensorinit.cpu.orthogonal;

/**
 * The two float32 products that orthogonal matrices are made of, on arrays of rows. Every
 * implementation gives the same bits: each sum is one chain of fused multiply-adds, in ascending
 * order.
 *
 * <p>Coefficients stand in rows that are padded with zeros to a multiple of {@link Panel#GROUP}.
 */
interface Products32 {
  /**
   * One tile of {@code V^T A}: puts {@code sum over rows of v[row][k] a[row][column]}, the first
   * row first, into {@code sums[k][column]}.
   *
   * @param v the rows of V
   * @param a the rows of A
   * @param rows the rows that are summed
   * @param columns the columns of A
   * @param sums takes the sums, a multiple of {@link Panel#GROUP} rows
   */
  void project(float[][] v, float[][] a, Span rows, Span columns, float[][] sums);

  /**
   * Adds {@code V F} to A: to {@code a[row][column]} the {@code sum over k of v[row][k]
   * f[k][column]}, the first k first; the sum is formed before it is added.
   *
   * @param v the rows of V
   * @param f F, a multiple of {@link Panel#GROUP} rows
   * @param rows the rows of A
   * @param columns the columns of A
   * @param a the rows of A
   */
  void addProduct(float[][] v, float[][] f, Span rows, Span columns, float[][] a);
}
