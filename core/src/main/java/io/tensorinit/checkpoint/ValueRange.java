package io.tensorinit.checkpoint;

import java.util.Arrays;

/** Counts, sums and range of some values, and of more when they are added. Not thread-safe. */
final class ValueRange {
  private final double end;
  private final long[] numbers;
  private final double[] sums;
  private long zeros;
  private long nan;
  private long infinite;
  private long largest;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /**
   * The range of no values, which belong to elements of so many parts each.
   *
   * @param end the largest finite magnitude of their type
   */
  ValueRange(int parts, double end) {
    this.end = end;
    this.numbers = new long[parts];
    this.sums = new double[parts];
  }

  /** Adds values: whole elements, from the beginning of the array. */
  void take(double[] values, int count) {
    if (numbers.length == 1) {
      takeSimple(values, count);
    } else {
      takeCompound(values, count);
    }
  }

  /** In one loop, short for the values that are no zero and not at the end of their type. */
  private void takeSimple(double[] values, int count) {
    double sum = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int positiveZeros = 0;
    int negativeZeros = 0;
    int others = 0;
    for (int i = 0; i < count; i++) {
      double value = values[i];
      if (!(Math.abs(value) < end)) { // NaN, too
        take(value, 1);
        others++;
      } else if (value == 0) {
        negativeZeros += (int) (Double.doubleToRawLongBits(value) >>> 63);
        positiveZeros++;
      } else {
        sum += value;
        low = value < low ? value : low;
        high = value > high ? value : high;
      }
    }
    positiveZeros -= negativeZeros;
    take(0.0, positiveZeros);
    take(-0.0, negativeZeros);
    numbers[0] += count - others - positiveZeros - negativeZeros;
    sums[0] += sum;
    widen(low, high);
  }

  private void takeCompound(double[] values, int count) {
    int parts = numbers.length;
    for (int i = 0; i < count; i += parts) {
      boolean zero = true;
      boolean isNan = false;
      double far = 0;
      for (int part = i; part < i + parts; part++) {
        double value = values[part];
        zero &= value == 0;
        isNan |= Double.isNaN(value);
        far = Math.abs(value) >= end ? Math.max(far, Math.abs(value)) : far;
        number(value, 1, part - i);
      }
      element(1, zero, isNan, far);
    }
  }

  /** Adds a value, so many times, of a type with one part. */
  void take(double value, long times) {
    if (times == 0) {
      return;
    }
    number(value, times, 0);
    double far = Math.abs(value) >= end ? Math.abs(value) : 0;
    element(times, value == 0, Double.isNaN(value), far);
  }

  private void element(long times, boolean zero, boolean isNan, double far) {
    zeros += zero ? times : 0;
    nan += isNan ? times : 0;
    infinite += Double.isInfinite(far) ? times : 0;
    largest += far == end && !Double.isInfinite(far) ? times : 0;
  }

  private void number(double value, long times, int part) {
    if (Double.isNaN(value)) {
      return;
    }
    numbers[part] += times;
    sums[part] += value * times;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (!Double.isInfinite(value)) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }

  private void widen(double low, double high) {
    min = Math.min(min, low);
    max = Math.max(max, high);
    least = Math.min(least, low);
    most = Math.max(most, high);
  }

  void add(ValueRange more) {
    for (int part = 0; part < numbers.length; part++) {
      numbers[part] += more.numbers[part];
      sums[part] += more.sums[part];
    }
    zeros += more.zeros;
    nan += more.nan;
    infinite += more.infinite;
    largest += more.largest;
    min = Math.min(min, more.min);
    max = Math.max(max, more.max);
    least = Math.min(least, more.least);
    most = Math.max(most, more.most);
  }

  /** Whether there is no finite value. */
  boolean isEmpty() {
    return least > most;
  }

  /** The mean of the real and, where there is one, of the imaginary part. */
  double[] means() {
    double[] means = new double[sums.length];
    Arrays.setAll(means, part -> sums[part] / numbers[part]);
    return means;
  }

  double min() {
    return min > max ? Double.NaN : min;
  }

  double max() {
    return min > max ? Double.NaN : max;
  }

  /** The least finite value. */
  double least() {
    return least;
  }

  /** The greatest finite value. */
  double most() {
    return most;
  }

  /** The number of elements all of whose parts are zero. */
  long zeros() {
    return zeros;
  }

  /** The number of elements of which a part is NaN. */
  long nan() {
    return nan;
  }

  /** The number of elements of which a part is infinite. */
  long infinite() {
    return infinite;
  }

  /**
   * The number of elements of which a part has the largest finite magnitude, and none is beyond.
   */
  long largest() {
    return largest;
  }
}
