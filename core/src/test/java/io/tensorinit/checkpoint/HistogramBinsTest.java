package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramBinsTest {
  /** Each edge, its neighbours and values between, in ranges wide, narrow, far off and tiny. */
  @ParameterizedTest
  @CsvSource({
    "-1, 1",
    "0, 0.9995449185371399",
    "3, 3",
    "-3.4028234663852886e38, 3.4028234663852886e38",
    "-1.7976931348623157e308, 1.7976931348623157e308",
    "1000000, 1000000.02",
    "1000000, 1000000.005",
    "1000000, 1000000.0000001",
    "1, 1.0000000000000004",
    "0, 4.9e-324",
    "-4.9e-320, 4.9e-318",
    "1e-45, 1.2e-38",
    "-1e300, -0.99999999e300"
  })
  void holdWhatLiesBetweenTheirEdges(double min, double max) {
    double[] edges = Histogram.edges(min, max, 64);
    HistogramBins bins = new HistogramBins(edges);
    Random random = new Random(1);
    for (int i = 0; i <= 64; i++) {
      check(bins, edges, edges[i]);
      check(bins, edges, Math.nextDown(edges[i]));
      check(bins, edges, Math.nextUp(edges[i]));
      for (int k = 0; k < 100; k++) {
        double share = random.nextDouble();
        check(bins, edges, min * share + max * (1 - share));
      }
    }
  }

  private static void check(HistogramBins bins, double[] edges, double value) {
    if (value < edges[0] || value > edges[64]) {
      return;
    }
    int bin = 0;
    while (bin < 63 && value >= edges[bin + 1]) {
      bin++;
    }
    assertEquals(bin, bins.of(value), () -> value + " from " + edges[0] + " to " + edges[64]);
  }
}
