package io.tensorinit.cpu.orthogonal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The products by the Vector API: tiles of four by two vectors of sums, at the end of a row four by
 * one, stay in registers while their chains run. Methods are small and take no vectors: otherwise the compiler does not keep
 * vectors in registers.
 */
final class VectorProducts32 implements Products32 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = 2 * LANES;

  /** Forms what is narrower than a vector, or less than four rows. */
  private final Products32 rest = new PlainProducts32();

  /** Products by vectors. */
  VectorProducts32() {}

  @Override
  public void project(float[][] v, float[][] a, Span rows, Span columns, float[][] sums) {
    int end = columns.from() + columns.length() / WIDTH * WIDTH;
    for (int column = columns.from(); column < end; column += WIDTH) {
      for (int k = 0; k < sums.length; k += Panel.GROUP) {
        project(v, a, rows.from(), rows.to(), k, column, sums);
      }
    }
    int narrow = end;
    if (narrow + LANES <= columns.to()) {
      for (int k = 0; k < sums.length; k += Panel.GROUP) {
        projectNarrow(v, a, rows.from(), rows.to(), k, narrow, sums);
      }
      narrow += LANES;
    }
    if (narrow < columns.to()) {
      rest.project(v, a, rows, new Span(narrow, columns.to()), sums);
    }
  }

  private static void projectNarrow(
      float[][] v, float[][] a, int from, int to, int k, int column, float[][] sums) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int row = from; row < to; row++) {
      float[] c = v[row];
      FloatVector x = FloatVector.fromArray(SPECIES, a[row], column);
      s0 = FloatVector.broadcast(SPECIES, c[k]).fma(x, s0);
      s1 = FloatVector.broadcast(SPECIES, c[k + 1]).fma(x, s1);
      s2 = FloatVector.broadcast(SPECIES, c[k + 2]).fma(x, s2);
      s3 = FloatVector.broadcast(SPECIES, c[k + 3]).fma(x, s3);
    }
    s0.intoArray(sums[k], column);
    s1.intoArray(sums[k + 1], column);
    s2.intoArray(sums[k + 2], column);
    s3.intoArray(sums[k + 3], column);
  }

  private static void project(
      float[][] v, float[][] a, int from, int to, int k, int column, float[][] sums) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    for (int row = from; row < to; row++) {
      float[] c = v[row];
      float[] x = a[row];
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, column);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, column + LANES);
      FloatVector c0 = FloatVector.broadcast(SPECIES, c[k]);
      s00 = c0.fma(x0, s00);
      s01 = c0.fma(x1, s01);
      FloatVector c1 = FloatVector.broadcast(SPECIES, c[k + 1]);
      s10 = c1.fma(x0, s10);
      s11 = c1.fma(x1, s11);
      FloatVector c2 = FloatVector.broadcast(SPECIES, c[k + 2]);
      s20 = c2.fma(x0, s20);
      s21 = c2.fma(x1, s21);
      FloatVector c3 = FloatVector.broadcast(SPECIES, c[k + 3]);
      s30 = c3.fma(x0, s30);
      s31 = c3.fma(x1, s31);
    }
    s00.intoArray(sums[k], column);
    s01.intoArray(sums[k], column + LANES);
    s10.intoArray(sums[k + 1], column);
    s11.intoArray(sums[k + 1], column + LANES);
    s20.intoArray(sums[k + 2], column);
    s21.intoArray(sums[k + 2], column + LANES);
    s30.intoArray(sums[k + 3], column);
    s31.intoArray(sums[k + 3], column + LANES);
  }

  @Override
  public void addProduct(float[][] v, float[][] f, Span rows, Span columns, float[][] a) {
    int endRow = rows.from() + rows.length() / Panel.GROUP * Panel.GROUP;
    int wide = columns.from() + columns.length() / WIDTH * WIDTH;
    int end = wide + LANES <= columns.to() ? wide + LANES : wide;
    for (int row = rows.from(); row < endRow; row += Panel.GROUP) {
      for (int column = columns.from(); column < wide; column += WIDTH) {
        addProduct(v, f, row, column, a);
      }
      if (wide < end) {
        addNarrowProduct(v, f, row, wide, a);
      }
    }
    if (endRow < rows.to() && columns.from() < end) {
      rest.addProduct(v, f, new Span(endRow, rows.to()), new Span(columns.from(), end), a);
    }
    if (end < columns.to()) {
      rest.addProduct(v, f, rows, new Span(end, columns.to()), a);
    }
  }

  private static void addNarrowProduct(float[][] v, float[][] f, int row, int column, float[][] a) {
    float[] v0 = v[row];
    float[] v1 = v[row + 1];
    float[] v2 = v[row + 2];
    float[] v3 = v[row + 3];
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int k = 0; k < f.length; k++) {
      FloatVector x = FloatVector.fromArray(SPECIES, f[k], column);
      s0 = FloatVector.broadcast(SPECIES, v0[k]).fma(x, s0);
      s1 = FloatVector.broadcast(SPECIES, v1[k]).fma(x, s1);
      s2 = FloatVector.broadcast(SPECIES, v2[k]).fma(x, s2);
      s3 = FloatVector.broadcast(SPECIES, v3[k]).fma(x, s3);
    }
    FloatVector.fromArray(SPECIES, a[row], column).add(s0).intoArray(a[row], column);
    FloatVector.fromArray(SPECIES, a[row + 1], column).add(s1).intoArray(a[row + 1], column);
    FloatVector.fromArray(SPECIES, a[row + 2], column).add(s2).intoArray(a[row + 2], column);
    FloatVector.fromArray(SPECIES, a[row + 3], column).add(s3).intoArray(a[row + 3], column);
  }

  private static void addProduct(float[][] v, float[][] f, int row, int column, float[][] a) {
    float[] v0 = v[row];
    float[] v1 = v[row + 1];
    float[] v2 = v[row + 2];
    float[] v3 = v[row + 3];
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    for (int k = 0; k < f.length; k++) {
      float[] x = f[k];
      FloatVector x0 = FloatVector.fromArray(SPECIES, x, column);
      FloatVector x1 = FloatVector.fromArray(SPECIES, x, column + LANES);
      FloatVector c0 = FloatVector.broadcast(SPECIES, v0[k]);
      s00 = c0.fma(x0, s00);
      s01 = c0.fma(x1, s01);
      FloatVector c1 = FloatVector.broadcast(SPECIES, v1[k]);
      s10 = c1.fma(x0, s10);
      s11 = c1.fma(x1, s11);
      FloatVector c2 = FloatVector.broadcast(SPECIES, v2[k]);
      s20 = c2.fma(x0, s20);
      s21 = c2.fma(x1, s21);
      FloatVector c3 = FloatVector.broadcast(SPECIES, v3[k]);
      s30 = c3.fma(x0, s30);
      s31 = c3.fma(x1, s31);
    }
    addTo(a[row], column, s00, s01);
    addTo(a[row + 1], column, s10, s11);
    addTo(a[row + 2], column, s20, s21);
    addTo(a[row + 3], column, s30, s31);
  }

  private static void addTo(float[] row, int column, FloatVector s0, FloatVector s1) {
    FloatVector.fromArray(SPECIES, row, column).add(s0).intoArray(row, column);
    FloatVector.fromArray(SPECIES, row, column + LANES).add(s1).intoArray(row, column + LANES);
  }
}
