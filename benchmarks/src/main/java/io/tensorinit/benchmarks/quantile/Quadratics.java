package io.tensorinit.benchmarks.quantile;

/** 64 quadratics an octave, rows of 12 bytes. */
final class Quadratics extends ByLeadingZeros {
  Quadratics() {
    super(fit(6, 3));
  }

  @Override
  int pieceBits() {
    return 6;
  }

  @Override
  float value(int row, float t) {
    int at = row * 3;
    float z = Math.fma(table[at + 2], t, table[at + 1]);
    return Math.fma(z, t, table[at]);
  }
}
