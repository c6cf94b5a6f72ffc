package io.tensorinit.benchmarks.comparison;

import io.tensorinit.benchmarks.comparison.Training.Outcome;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The loss curves as a picture. */
final class Curves {
  /** Batches that one point stands for. */
  private static final int BATCHES = 10;

  private static final Color[] COLORS = {
    Color.GRAY, Color.BLACK, Color.MAGENTA, new Color(0, 128, 0), Color.RED, Color.BLUE
  };

  private Curves() {}

  /**
   * Draws the training loss, on a logarithmic axis: each point the mean over all seeds and ten
   * batches.
   *
   * @param results the results
   * @param file the picture, a PNG file
   * @throws IOException if it cannot be written
   */
  static void write(Results results, Path file) throws IOException {
    BitmapEncoder.saveBitmap(chart(results), file.toString(), BitmapFormat.PNG);
  }

  /** The picture, a curve an initialization. */
  static XYChart chart(Results results) {
    XYChart chart =
        new XYChartBuilder()
            .width(900)
            .height(560)
            .title("Training loss, mean of the seeds and of ten batches each")
            .xAxisTitle("batch")
            .yAxisTitle("cross-entropy")
            .build();
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setSeriesColors(COLORS);
    for (Initialization it : Initialization.values()) {
      double[] losses = means(results.of(it));
      double[] batches = new double[losses.length];
      for (int i = 0; i < batches.length; i++) {
        batches[i] = (i + 1) * BATCHES;
      }
      chart.addSeries(it.label(), batches, losses).setMarker(SeriesMarkers.NONE);
    }
    return chart;
  }

  /** The mean of each ten batches over all seeds. */
  static double[] means(List<Outcome> outcomes) {
    double[] means = new double[outcomes.get(0).losses().length / BATCHES];
    for (Outcome outcome : outcomes) {
      for (int i = 0; i < means.length * BATCHES; i++) {
        means[i / BATCHES] += outcome.losses()[i] / (BATCHES * (double) outcomes.size());
      }
    }
    return means;
  }
}
