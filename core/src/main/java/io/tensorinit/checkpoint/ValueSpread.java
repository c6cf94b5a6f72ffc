package io.tensorinit.checkpoint;

/**
 * Squares about the means of the parts, and a histogram of some values, and of more when they are
 * added. Not thread-safe.
 */
final class ValueSpread {
  private final double[] means;
  private final HistogramBins bins;
  private final long[] counts;
  private long numbers;
  private double squares;

  /**
   * The spread of no values.
   *
   * @param means the mean of each part of an element
   * @param bins where a value is counted
   */
  ValueSpread(double[] means, HistogramBins bins) {
    this.means = means;
    this.bins = bins;
    this.counts = new long[bins.count()];
  }

  /** Adds values: whole elements, from the beginning of the array. */
  void take(double[] values, int count) {
    for (int part = 0; part < means.length; part++) {
      takePart(values, part, count);
    }
  }

  private void takePart(double[] values, int part, int count) {
    double mean = means[part];
    double sum = 0;
    int ordinary = 0;
    for (int i = part; i < count; i += means.length) {
      double value = values[i];
      if (!(Math.abs(value) <= Double.MAX_VALUE)) { // NaN, too
        take(value, 1, part);
        continue;
      }
      double distance = value - mean;
      sum += distance * distance;
      counts[bins.of(value)]++;
      ordinary++;
    }
    numbers += ordinary;
    squares += sum;
  }

  /** Adds a value, so many times, of a type with one part. */
  void take(double value, long times) {
    take(value, times, 0);
  }

  private void take(double value, long times, int part) {
    if (Double.isNaN(value)) {
      return;
    }
    double distance = value - means[part];
    squares += distance * distance * times;
    numbers += times;
    if (!Double.isInfinite(value)) {
      counts[bins.of(value)] += times;
    }
  }

  void add(ValueSpread more) {
    numbers += more.numbers;
    squares += more.squares;
    for (int bin = 0; bin < counts.length; bin++) {
      counts[bin] += more.counts[bin];
    }
  }

  double meanSquare() {
    return squares / numbers;
  }

  Histogram histogram() {
    return new Histogram(bins.edges(), counts);
  }
}
