package io.tensorinit.benchmarks.quantile;

import io.tensorinit.random.QuantileTable;

/** The library's own table: 16 cubics an octave. */
final class LeadingZeros extends ByLeadingZeros {
  private final QuantileTable.Float32 law = QuantileTable.Float32.standardNormal();

  LeadingZeros() {
    super(QuantileTable.Float32.standardNormal().coefficients());
  }

  @Override
  public float at(int word) {
    return law.at(word);
  }

  @Override
  int pieceBits() {
    return 4;
  }

  @Override
  float value(int row, float t) {
    return Fit.cubic(table, row, t);
  }
}
