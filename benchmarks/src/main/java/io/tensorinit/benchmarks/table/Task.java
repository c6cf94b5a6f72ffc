package io.tensorinit.benchmarks.table;

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

  /** The whole name of the benchmark. */
  String className() {
    return "io.tensorinit.benchmarks." + benchmark;
  }
}
