package io.tensorinit.benchmarks.quantile;

/** 8 quartics an octave, rows of 20 bytes. */
final class Quartics extends ByLeadingZeros {
  Quartics() {
    super(fit(3, 5));
  }

  @Override
  int pieceBits() {
    return 3;
  }

  @Override
  float value(int row, float t) {
    int at = row * 5;
    float z = Math.fma(table[at + 4], t, table[at + 3]);
    z = Math.fma(z, t, table[at + 2]);
    z = Math.fma(z, t, table[at + 1]);
    return Math.fma(z, t, table[at]);
  }
}
