package io.tensorinit.benchmarks.quantile;

/**
 * Two polynomials of degree 6 an octave of the ratio. 32 of the 65 rows serve all but one word in
 * 65536: one for each lane of a warp.
 */
final class HalfOctaves extends ByFloatBits {
  HalfOctaves() {
    super(fit(1, 7, true));
  }

  @Override
  int pieceBits() {
    return 1;
  }

  @Override
  float value(int row, float t, float distance) {
    int at = row * 7;
    float g = Math.fma(table[at + 6], t, table[at + 5]);
    g = Math.fma(g, t, table[at + 4]);
    g = Math.fma(g, t, table[at + 3]);
    g = Math.fma(g, t, table[at + 2]);
    g = Math.fma(g, t, table[at + 1]);
    return distance * Math.fma(g, t, table[at]);
  }
}
