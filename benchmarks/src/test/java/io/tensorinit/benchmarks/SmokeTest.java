package io.tensorinit.benchmarks;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

/** Every benchmark of the CPU runs. */
class SmokeTest {
  @Test
  void everyBenchmarkRuns() throws RunnerException {
    TinyRun.ofPackage("io.tensorinit.benchmarks", Map.of());
    TinyRun.ofPackage("io.tensorinit.benchmarks.quantile", Map.of());
  }
}
