package io.tensorinit.benchmarks.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One run of JMH: a benchmark with one value of each parameter.
 *
 * @param section what it is measured for
 * @param benchmark the benchmark, below {@code io.tensorinit.benchmarks}
 * @param parameters its parameters
 * @param setting the lane and the JDK
 * @param round which repetition it is, from 1
 */
record Task(
    Section section, String benchmark, Map<String, String> parameters, Setting setting, int round) {
  private static final long MOST_OF_ANY_HEAP = 200_000_000;

  Task {
    parameters = new TreeMap<>(parameters);
  }

  /** The name of its file, without an ending. */
  String name() {
    return benchmark
        + "-"
        + String.join("-", parameters.values())
        + "-"
        + setting.label()
        + "-"
        + round;
  }

  /** Whether it measures this library. */
  boolean isOurs() {
    boolean hasPeers = section == Section.FILLS || section == Section.ORTHOGONAL;
    return !hasPeers || benchmark.endsWith(".tensorinit");
  }

  /** What Java is started with: where lanes are compared, all of them alike. */
  List<String> arguments() {
    boolean isChoice = section == Section.COLD_TOTALS || section == Section.TOTALS;
    List<String> all = new ArrayList<>(isChoice ? setting.arguments(true) : setting.arguments());
    if (Long.parseLong(parameters.getOrDefault("size", "0")) > MOST_OF_ANY_HEAP) {
      all.add("-Xms5g"); // all of it at once: a heap that grows while it is measured takes time
      all.add("-Xmx5g");
    }
    return all;
  }

  /** The whole name of the benchmark. */
  String className() {
    return "io.tensorinit.benchmarks." + benchmark;
  }
}
