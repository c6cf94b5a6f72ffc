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
  public void copy(float[] source, int at, float[] target, int to) {
    target[to] = source[at];
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
  public void keep(float[] values, int from, int step, int count, int[] kept) {
    for (int i = 0, at = from; i < count; i++, at += step) {
      values[at] = Float.intBitsToFloat(Float.floatToRawIntBits(values[at]) & -kept[i]);
    }
  }

  @Override
  public void add(float[] values, int from, int count, float[] summands) {
    for (int i = 0; i < count; i++) {
      values[from + i] += summands[i];
    }
  }
}
