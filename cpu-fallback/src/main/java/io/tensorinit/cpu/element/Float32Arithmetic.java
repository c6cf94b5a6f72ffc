package io.tensorinit.cpu.element;

import java.util.Arrays;

/** Arithmetic in float32, for every dtype but F64 and C128. */
final class Float32Arithmetic implements Arithmetic<float[]> {
  /** The only instance; it holds nothing. */
  static final Float32Arithmetic INSTANCE = new Float32Arithmetic();

  private Float32Arithmetic() {}

  @Override
  public float[] allocate(int length) {
    return new float[length];
  }

  @Override
  public int length(float[] values) {
    return values.length;
  }

  @Override
  public void set(float[] values, int at, double value) {
    values[at] = (float) value;
  }

  @Override
  public void take(float[] values, int start, int[] at, int count, int parts, float[] out) {
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
  public void put(float[] values, int[] at, int count, int parts, float[] out, int from) {
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
  public void putZeros(int[] at, int count, int parts, float[] out, int from) {
    for (int i = 0; i < count; i++) {
      for (int part = 0; part < parts; part++) {
        out[from + at[i] * parts + part] = 0;
      }
    }
  }

  @Override
  public void fill(float[] values, int from, int count, double value) {
    Arrays.fill(values, from, from + count, (float) value);
  }

  @Override
  public void multiplyAdd(
      float[] values, int from, int step, int count, double scale, double shift) {
    float factor = (float) scale;
    float summand = (float) shift;
    for (int i = 0, at = from; i < count; i++, at += step) {
      values[at] = Math.fma(values[at], factor, summand);
    }
  }

  @Override
  public void clamp(float[] values, int from, int count, double low, double high) {
    float least = (float) low;
    float largest = (float) high;
    for (int at = from; at < from + count; at++) {
      values[at] = Math.min(Math.max(values[at], least), largest);
    }
  }

  @Override
  public void add(float[] values, int from, int count, float[] summands) {
    for (int i = 0; i < count; i++) {
      values[from + i] += summands[i];
    }
  }
}
