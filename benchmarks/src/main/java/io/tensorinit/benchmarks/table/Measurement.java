package io.tensorinit.benchmarks.table;

import io.tensorinit.json.JsonException;
import io.tensorinit.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What JMH's file of one run says.
 *
 * @param median nanoseconds a call
 * @param least the shortest call
 * @param most the longest
 * @param java the Java machine and its version
 */
record Measurement(double median, double least, double most, String java) {
  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is not of one run in nanoseconds
   */
  static Measurement read(Path file) throws IOException {
    try {
      Object run = ((List<?>) at(JsonReader.read(Files.readAllBytes(file)))).get(0);
      if (!at(run, "primaryMetric", "scoreUnit").equals("ns/op")) {
        throw new IOException(file + ": not in nanoseconds a call");
      }
      return new Measurement(
          percentile(run, "50.0"),
          percentile(run, "0.0"),
          percentile(run, "100.0"),
          at(run, "vmName") + " " + at(run, "vmVersion"));
    } catch (JsonException | RuntimeException e) {
      throw new IOException(file + ": no result of JMH", e);
    }
  }

  private static double percentile(Object run, String name) {
    return ((Number) at(run, "primaryMetric", "scorePercentiles", name)).doubleValue();
  }

  /** What lies in objects within objects. */
  private static Object at(@Nullable Object tree, String... names) {
    @Nullable Object found = tree;
    for (String name : names) {
      found = found instanceof Map<?, ?> object ? object.get(name) : null;
    }
    return Objects.requireNonNull(found);
  }

  /** The median of rounds' medians, and all rounds' least and most; nothing of no rounds. */
  static Optional<Measurement> together(List<Measurement> rounds) {
    if (rounds.isEmpty()) {
      return Optional.empty();
    }
    double[] medians = rounds.stream().mapToDouble(Measurement::median).sorted().toArray();
    int middle = medians.length / 2;
    double median =
        medians.length % 2 == 1 ? medians[middle] : (medians[middle - 1] + medians[middle]) / 2;
    return Optional.of(
        new Measurement(
            median,
            rounds.stream().mapToDouble(Measurement::least).min().orElseThrow(),
            rounds.stream().mapToDouble(Measurement::most).max().orElseThrow(),
            rounds.get(0).java()));
  }
}
