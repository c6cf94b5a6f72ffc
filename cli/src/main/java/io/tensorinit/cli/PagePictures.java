package io.tensorinit.cli;

import io.tensorinit.checkpoint.Histogram;
import io.tensorinit.checkpoint.PlannedDensity;
import io.tensorinit.checkpoint.PlannedTensor;
import io.tensorinit.checkpoint.TensorStatistics;
import io.tensorinit.json.JsonWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The data of a page's pictures: of each tensor the ends of its histogram and the counts, and the
 * curve of the planned density, whose text stands once where many have the same. A curve's first
 * number is the highest count (of a page without counts: its own highest bin) in the units of the
 * others: finer where one bin dwarfs the rest.
 */
final class PagePictures {
  /** Units of the highest count, or of the second bin where that one is dwarfed by the first. */
  private static final int HEIGHT = 200;

  /** Far above what is seen. */
  private static final long HIGHEST = 1 << 30;

  /** The script cuts a bin that is so many times as high as all others. */
  private static final double DWARFED = 6;

  /** A second bin that is lower, by the highest, is not seen. */
  private static final double LEAST_SECOND = 1e-4;

  private final Map<String, Integer> curves = new LinkedHashMap<>();

  /**
   * What a row's script draws.
   *
   * @param ends the least and the greatest value, and after them the counts, if any
   * @param curve the number of the curve, empty if there is none
   */
  record Picture(String ends, Optional<Integer> curve) {}

  /** The picture of a tensor; empty where neither its values nor its plan tell one. */
  Optional<Picture> of(PlannedTensor tensor) {
    Optional<Histogram> found =
        tensor.found().map(TensorStatistics::histogram).filter(h -> h.counts().length > 0);
    if (found.isPresent()) {
      long[] counts = found.get().counts();
      double total = LongStream.of(counts).sum();
      double most = LongStream.of(counts).max().orElse(1);
      Optional<Integer> curve =
          tensor
              .planned()
              .flatMap(planned -> PlannedDensity.of(planned, found.get()))
              .map(
                  density ->
                      curve(
                          density,
                          LongStream.of(counts).mapToDouble(count -> count / most).toArray(),
                          total / most));
      return Optional.of(
          new Picture(ends(found.get().edges()) + " " + PackedCounts.of(counts), curve));
    }
    return tensor
        .planned()
        .filter(planned -> tensor.found().isEmpty())
        .flatMap(PlannedDensity::of)
        .map(
            density -> {
              double most = DoubleStream.of(density.shares()).max().orElse(1);
              return new Picture(
                  ends(density.edges()),
                  Optional.of(curve(density, new double[density.shares().length], 1 / most)));
            });
  }

  /** All digits: the script works out the edges between them. */
  private static String ends(double[] edges) {
    return JsonWriter.compact(edges[0]) + " " + JsonWriter.compact(edges[edges.length - 1]);
  }

  /**
   * Keeps a curve.
   *
   * @param bars the counts by the highest; zeros where there are none
   * @param scale what makes a share comparable to them
   * @return the curve's number
   */
  private int curve(PlannedDensity density, double[] bars, double scale) {
    double[] heights = DoubleStream.of(density.shares()).map(share -> share * scale).toArray();
    double[] tops = heights.clone();
    Arrays.setAll(tops, i -> Math.max(bars[i], heights[i]));
    Arrays.sort(tops);
    double second = Math.max(tops[tops.length - 2], LEAST_SECOND);
    boolean dwarfed = second * DWARFED < tops[tops.length - 1];
    long units = Math.round(dwarfed ? HEIGHT / second : HEIGHT);
    LongStream packed =
        LongStream.concat(
            LongStream.of(units),
            DoubleStream.of(heights)
                .mapToLong(height -> Math.min(Math.round(height * units), HIGHEST)));
    String text = PackedCounts.of(packed.toArray());
    curves.putIfAbsent(text, curves.size());
    return curves.get(text);
  }

  /** The curves by number. */
  List<String> curves() {
    return List.copyOf(curves.keySet());
  }
}
