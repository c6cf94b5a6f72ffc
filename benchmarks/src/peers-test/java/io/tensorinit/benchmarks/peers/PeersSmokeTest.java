package io.tensorinit.benchmarks.peers;

import io.tensorinit.benchmarks.TinyRun;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

/** Every benchmark beside peers runs. */
class PeersSmokeTest {
  @Test
  void everyBenchmarkRuns() throws RunnerException {
    TinyRun.ofPackage(
        "io.tensorinit.benchmarks.peers", Map.of("shape", new String[] {"9x7", "7x9"}));
  }
}
