package io.tensorinit.benchmarks.quantile;

/** 16 cubics an octave of the ratio. */
final class FloatBitsRatio extends ByFloatBits {
  FloatBitsRatio() {
    super(fit(4, 4, true));
  }

  @Override
  int pieceBits() {
    return 4;
  }

  @Override
  float value(int row, float t, float distance) {
    return distance * Fit.cubic(table, row, t);
  }
}
