package io.tensorinit.cpu.orthogonal;

import java.util.Arrays;

/** The products in loops along rows, which a compiler turns into vector instructions. */
final class PlainProducts32 implements Products32 {
  @Override
  public void project(float[][] v, float[][] a, Span rows, Span columns, float[][] sums) {
    for (float[] sum : sums) {
      Arrays.fill(sum, columns.from(), columns.to(), 0);
    }
    float[] none = new float[sums.length];
    for (int row = rows.from(); row < rows.to(); row += Panel.GROUP) {
      int left = rows.to() - row;
      float[] v0 = v[row];
      float[] v1 = left > 1 ? v[row + 1] : none;
      float[] v2 = left > 2 ? v[row + 2] : none;
      float[] v3 = left > 3 ? v[row + 3] : none;
      float[] a0 = a[row];
      float[] a1 = left > 1 ? a[row + 1] : a0;
      float[] a2 = left > 2 ? a[row + 2] : a0;
      float[] a3 = left > 3 ? a[row + 3] : a0;
      for (int k = 0; k < sums.length; k++) {
        addFour(sums[k], v0[k], a0, v1[k], a1, v2[k], a2, v3[k], a3, columns.from(), columns.to());
      }
    }
  }

  @Override
  public void addProduct(float[][] v, float[][] f, Span rows, Span columns, float[][] a) {
    float[] sum = new float[columns.to()];
    for (int row = rows.from(); row < rows.to(); row++) {
      float[] c = v[row];
      Arrays.fill(sum, 0);
      for (int k = 0; k < f.length; k += Panel.GROUP) {
        addFour(
            sum,
            c[k],
            f[k],
            c[k + 1],
            f[k + 1],
            c[k + 2],
            f[k + 2],
            c[k + 3],
            f[k + 3],
            columns.from(),
            columns.to());
      }
      addTo(a[row], sum, columns);
    }
  }

  private static void addTo(float[] row, float[] summand, Span columns) {
    for (int j = columns.from(); j < columns.to(); j++) {
      row[j] += summand[j];
    }
  }

  /** Adds four multiples, one after the other; a small method, so that it is vectorized. */
  private static void addFour(
      float[] sum,
      float c0,
      float[] f0,
      float c1,
      float[] f1,
      float c2,
      float[] f2,
      float c3,
      float[] f3,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      sum[j] =
          Math.fma(
              c3, f3[j], Math.fma(c2, f2[j], Math.fma(c1, f1[j], Math.fma(c0, f0[j], sum[j]))));
    }
  }
}
