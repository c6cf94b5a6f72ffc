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
  public void take(double[] values, int start, int[] at, int count, int parts, double[] out) {
    if (parts == 1) {
      for (int i = 0; i < count; i++) {
        out[i] = values[at[i] - start];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      out[2 * i] = values[2 * (at[i] - start)];
      out[2 * i + 1] = values[2 * (at[i] - start) + 1];
    }
  }

  @Override
  public void put(double[] values, int[] at, int count, int parts, double[] out, int from) {
    if (parts == 1) {
      for (int i = 0; i < count; i++) {
        out[from + at[i]] = values[i];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      out[from + 2 * at[i]] = values[2 * i];
      out[from + 2 * at[i] + 1] = values[2 * i + 1];
    }
  }

  @Override
  public void putZeros(int[] at, int count, int parts, double[] out, int from) {
    for (int i = 0; i < count; i++) {
      for (int part = 0; part < parts; part++) {
        out[from + at[i] * parts + part] = 0;
      }
    }
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
  public void add(double[] values, int from, int count, double[] summands) {
    for (int i = 0; i < count; i++) {
      values[from + i] += summands[i];
    }
  }
}
