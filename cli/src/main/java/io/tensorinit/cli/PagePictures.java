package io.tensorinit.cli;

import io.tensorinit.checkpoint.Histogram;
import io.tensorinit.checkpoint.PlannedDensity;
import io.tensorinit.checkpoint.PlannedTensor;
import io.tensorinit.checkpoint.TensorStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The data of a page's pictures: of each tensor the ends of its histogram and the counts, and the
 * curve of the planned density, whose text stands once where many have the same. A curve is in
 * units of 1/{@value #HEIGHT} of the highest count (of a page without counts: of its highest bin).
 */
final class PagePictures {
  private static final int HEIGHT = 200;

  /** Far above what is seen. */
  private static final long HIGHEST = 1 << 20;

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
              .map(density -> curve(density, total / most));
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
              return new Picture(ends(density.edges()), Optional.of(curve(density, 1 / most)));
            });
  }

  private static String ends(double[] edges) {
    return NumberText.value(edges[0]) + " " + NumberText.value(edges[edges.length - 1]);
  }

  private int curve(PlannedDensity density, double scale) {
    long[] heights =
        DoubleStream.of(density.shares())
            .mapToLong(share -> Math.min(Math.round(share * scale * HEIGHT), HIGHEST))
            .toArray();
    String packed = PackedCounts.of(heights);
    curves.putIfAbsent(packed, curves.size());
    return curves.get(packed);
  }

  /** The curves by number. */
  List<String> curves() {
    return List.copyOf(curves.keySet());
  }
}
