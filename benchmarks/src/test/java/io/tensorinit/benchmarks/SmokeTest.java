package io.tensorinit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every benchmark runs: once each, in this Java machine, on small tensors, with all primitives. */
class SmokeTest {
  private static final Options TINY =
      new OptionsBuilder()
          .forks(0)
          .warmupIterations(0)
          .measurementIterations(1)
          .measurementTime(TimeValue.milliseconds(5))
          .param("size", "1001")
          .param("rows", "9")
          .param("columns", "7")
          .param("threads", "2")
          .shouldFailOnError(true)
          .verbosity(VerboseMode.SILENT)
          .build();

  @Test
  void everyBenchmarkRuns() throws Exception {
    Collection<RunResult> results = new Runner(TINY).run();
    Set<String> ran =
        results.stream()
            .map(result -> result.getParams().getBenchmark())
            .collect(Collectors.toSet());
    assertEquals(declared(), ran);
    for (RunResult result : results) {
      double score = result.getPrimaryResult().getScore();
      assertFalse(Double.isNaN(score) || score <= 0, () -> result.getParams() + " scored " + score);
    }
  }

  private static Set<String> declared() {
    var silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
    return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
        .map(entry -> entry.getUsername())
        .collect(Collectors.toSet());
  }
}
