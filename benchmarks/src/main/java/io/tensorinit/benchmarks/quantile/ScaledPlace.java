package io.tensorinit.benchmarks.quantile;

import io.tensorinit.random.QuantileTable;

/**
 * The library's table with the place's 2^-27 in the coefficients, which saves a multiplication: the
 * same bits, as long as the coefficients stay normal numbers.
 */
final class ScaledPlace extends ByLeadingZeros {
  ScaledPlace() {
    super(scaled(QuantileTable.Float32.standardNormal().coefficients()));
  }

  private static float[] scaled(float[] table) {
    for (int i = 0; i < table.length; i++) {
      int degree = i & 3;
      table[i] = Math.scalb((degree & 1) == 0 ? table[i] : -table[i], -27 * degree);
    }
    return table;
  }

  @Override
  int pieceBits() {
    return 4;
  }

  @Override
  float scale() {
    return 1;
  }

  @Override
  float value(int row, float t) {
    return Fit.cubic(table, row, t);
  }
}
