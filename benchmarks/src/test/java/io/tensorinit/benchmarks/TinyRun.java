package io.tensorinit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks once each, in this Java machine, on small tensors, with all primitives. */
public final class TinyRun {
  private TinyRun() {}

  /**
   * Runs every benchmark of a package and requires that each has a figure.
   *
   * @param folder the package
   * @param parameters values of parameters, besides those that make everything small
   */
  public static void ofPackage(String folder, Map<String, String[]> parameters)
      throws RunnerException {
    String pattern = "^" + folder.replace(".", "\\.") + "\\.[A-Z]\\w*\\.\\w+$";
    ChainedOptionsBuilder tiny =
        new OptionsBuilder()
            .include(pattern)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementTime(TimeValue.milliseconds(5))
            .param("size", "1001")
            .param("rows", "9")
            .param("columns", "7")
            .param("threads", "2")
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    parameters.forEach(tiny::param);
    Collection<RunResult> results = new Runner(tiny.build()).run();
    Set<String> ran =
        results.stream()
            .map(result -> result.getParams().getBenchmark())
            .collect(Collectors.toSet());
    assertEquals(declared(pattern), ran);
    for (RunResult result : results) {
      double score = result.getPrimaryResult().getScore();
      assertFalse(Double.isNaN(score) || score <= 0, () -> result.getParams() + " scored " + score);
    }
  }

  private static Set<String> declared(String pattern) {
    var silent = OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT);
    return BenchmarkList.defaultList().getAll(silent, List.of()).stream()
        .map(entry -> entry.getUsername())
        .filter(name -> name.matches(pattern))
        .collect(Collectors.toSet());
  }
}
