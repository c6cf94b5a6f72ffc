package io.tensorinit.checkpoint;

/**
 * Which bin of a {@link Histogram} a value falls into: the one whose edges lie around it. A guess
 * by proportion, which is put right by the edges, as they were rounded.
 */
final class HistogramBins {
  /**
   * Of a range that is not much narrower than the magnitude of its ends the guess, less this part
   * of a bin, is right or one too low: what was rounded in it, and in the edges, is less.
   */
  private static final double SLACK = 1e-4;

  private static final double NARROWEST = 1e-8;

  private final double[] edges;

  /** The upper edge of each bin; of the last, which holds all above, infinity. */
  private final double[] ends;

  /** Bins a unit; 0 where the guess may be further off. */
  private final double scale;

  private final double offset;

  /**
   * Bins.
   *
   * @param edges one more than there are bins, rising; or none
   */
  HistogramBins(double[] edges) {
    this.edges = edges;
    this.ends = new double[Math.max(0, edges.length - 1)];
    if (ends.length == 0) {
      this.scale = 0;
      this.offset = 0;
      return;
    }
    System.arraycopy(edges, 1, ends, 0, ends.length);
    ends[ends.length - 1] = Double.POSITIVE_INFINITY;
    double low = edges[0];
    double high = edges[ends.length];
    double width = high - low;
    double magnitude = Math.max(Math.max(Math.abs(low), Math.abs(high)), Float.MIN_NORMAL);
    boolean isWide = width > NARROWEST * magnitude && !Double.isInfinite(width);
    this.scale = isWide ? ends.length / width : 0;
    this.offset = -low * scale - SLACK;
  }

  /** The edges: one more than there are bins, or none. */
  double[] edges() {
    return edges;
  }

  /** The number of bins. */
  int count() {
    return ends.length;
  }

  /**
   * The bin of a value.
   *
   * @param value a number from the first edge to the last
   * @return the bin's index
   */
  int of(double value) {
    if (scale == 0) {
      return search(value);
    }
    int bin = (int) (value * scale + offset);
    return value >= ends[bin] ? bin + 1 : bin;
  }

  private int search(double value) {
    int last = ends.length - 1;
    double start = edges[0] * 0.5;
    double share = (value * 0.5 - start) / (edges[last + 1] * 0.5 - start);
    int bin = Math.min((int) (share * ends.length), last);
    while (bin > 0 && value < edges[bin]) {
      bin--;
    }
    while (bin < last && value >= ends[bin]) {
      bin++;
    }
    return bin;
  }
}
