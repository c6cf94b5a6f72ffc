package io.tensorinit.checkpoint;

/**
 * Squares about the means of the parts, and a histogram of some values, and of more when they are
 * added.
 */
final class ValueSpread {
  private final double[] edges;
  private final long[] counts;
  private long numbers;
  private double squares;

  ValueSpread(double[] edges) {
    this.edges = edges;
    this.counts = new long[Math.max(0, edges.length - 1)];
  }

  static ValueSpread of(double[] values, double[] means, double[] edges) {
    ValueSpread spread = new ValueSpread(edges);
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      if (Double.isNaN(value)) {
        continue;
      }
      double distance = value - means[i % means.length];
      spread.squares += distance * distance;
      spread.numbers++;
      if (!Double.isInfinite(value)) {
        spread.counts[spread.bin(value)]++;
      }
    }
    return spread;
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
    return new Histogram(edges, counts);
  }

  /** The bin whose edges lie around the value; a guess by proportion, put right by the edges. */
  private int bin(double value) {
    int last = counts.length - 1;
    double low = edges[0] * 0.5;
    double share = (value * 0.5 - low) / (edges[last + 1] * 0.5 - low);
    int bin = Math.min((int) (share * counts.length), last);
    while (bin > 0 && value < edges[bin]) {
      bin--;
    }
    while (bin < last && value >= edges[bin + 1]) {
      bin++;
    }
    return bin;
  }
}
