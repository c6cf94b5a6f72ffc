package io.tensorinit.benchmarks.quantile;

/** 16 cubics an octave of the quantile itself. */
final class FloatBits extends ByFloatBits {
  FloatBits() {
    super(fit(4, 4, false));
  }

  @Override
  int pieceBits() {
    return 4;
  }

  @Override
  float value(int row, float t, float distance) {
    return Fit.cubic(table, row, t);
  }
}
