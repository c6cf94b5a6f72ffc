package io.tensorinit.checkpoint;

/**
 * How often values fall between edges at equal distances. Bin i counts the values from edge i
 * (included) to edge i + 1 (excluded; in the last bin included).
 */
public final class Histogram {
  private final double[] edges;
  private final long[] counts;

  Histogram(double[] edges, long[] counts) {
    this.edges = edges;
    this.counts = counts;
  }

  /**
   * Edges at equal distances from the least to the greatest value. Where these are equal the edges
   * span half a unit to either side, as in NumPy.
   */
  static double[] edges(double min, double max, int bins) {
    double low = min < max ? min : min - 0.5;
    double high = min < max ? max : max + 0.5;
    double[] edges = new double[bins + 1];
    for (int i = 0; i <= bins; i++) {
      double share = (double) i / bins;
      edges[i] = low * (1 - share) + high * share;
    }
    return edges;
  }

  /**
   * The edges of the bins.
   *
   * @return one more than there are bins, rising; none if there was no finite value
   */
  public double[] edges() {
    return edges.clone();
  }

  /**
   * The number of values in each bin.
   *
   * @return the numbers
   */
  public long[] counts() {
    return counts.clone();
  }
}
