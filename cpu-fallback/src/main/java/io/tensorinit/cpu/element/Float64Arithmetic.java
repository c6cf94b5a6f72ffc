package io.tensorinit.cpu.element;

import java.util.Arrays;

/** Arithmetic in float64, for F64 and C128. */
final class Float64Arithmetic implements Arithmetic<double[]> {
  /** The only instance; it holds nothing. */
  static final Float64Arithmetic INSTANCE = new Float64Arithmetic();

  private Float64Arithmetic() {}

  @Override
  public double[] allocate(int length) {
    return new double[length];
  }

  @Override
  public int length(double[] values) {
    return values.length;
  }

  @Override
  public void set(double[] values, int at, double value) {
    values[at] = value;
  }

  @Override
  public void copy(double[] source, int at, double[] target, int to) {
    target[to] = source[at];
  }

  @Override
  public void fill(double[] values, int from, int count, double value) {
    Arrays.fill(values, from, from + count, value);
  }

  @Override
  public void multiplyAdd(
      double[] values, int from, int step, int count, double scale, double shift) {
    double factor = scale;
    double summand = shift;
    for (int i = 0, at = from; i < count; i++, at += step) {
      values[at] = Math.fma(values[at], factor, summand);
    }
  }

  @Override
  public void clamp(double[] values, int from, int count, double low, double high) {
    double least = low;
    double largest = high;
    for (int at = from; at < from + count; at++) {
      values[at] = Math.min(Math.max(values[at], least), largest);
    }
  }

  @Override
  public void keep(double[] values, int from, int step, int count, int[] kept) {
    for (int i = 0, at = from; i < count; i++, at += step) {
      values[at] =
          Double.longBitsToDouble(Double.doubleToRawLongBits(values[at]) & -(long) kept[i]);
    }
  }

  @Override
  public void add(double[] values, int from, int count, double[] summands) {
    for (int i = 0; i < count; i++) {
      values[from + i] += summands[i];
    }
  }
}
