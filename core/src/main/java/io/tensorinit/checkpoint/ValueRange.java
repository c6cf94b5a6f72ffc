package io.tensorinit.checkpoint;

import java.util.Arrays;

/** Counts, sums and range of some values, and of more when they are added. Not thread-safe. */
final class ValueRange {
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

  /** The range of no values. */
  ValueRange(int parts) {
    numbers = new long[parts];
    sums = new double[parts];
  }

  /**
   * The range of values that belong to elements of so many parts each.
   *
   * @param end the largest finite magnitude of their type
   */
  static ValueRange of(double[] values, int parts, double end) {
    ValueRange range = new ValueRange(parts);
    for (int i = 0; i < values.length; i += parts) {
      boolean zero = true;
      boolean nan = false;
      double far = 0;
      for (int part = i; part < i + parts; part++) {
        zero &= values[part] == 0;
        nan |= Double.isNaN(values[part]);
        far = Math.abs(values[part]) >= end ? Math.max(far, Math.abs(values[part])) : far;
        range.add(values[part], part - i);
      }
      range.zeros += zero ? 1 : 0;
      range.nan += nan ? 1 : 0;
      range.infinite += Double.isInfinite(far) ? 1 : 0;
      range.largest += far == end && !Double.isInfinite(far) ? 1 : 0;
    }
    return range;
  }

  private void add(double value, int part) {
    if (Double.isNaN(value)) {
      return;
    }
    numbers[part]++;
    sums[part] += value;
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (!Double.isInfinite(value)) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
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
