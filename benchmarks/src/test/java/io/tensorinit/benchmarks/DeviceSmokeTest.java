package io.tensorinit.benchmarks;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackendProvider;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Every benchmark of the CUDA backend runs. Skipped where there is no device; a failure instead
 * with {@code -Dtensorinit.requireGpu=true}. {@link SoftwareDeviceTest} runs them without one.
 */
@Tag("gpu")
class DeviceSmokeTest {
  @Test
  void everyBenchmarkRuns() throws RunnerException {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "the GPU benchmarks did not run: " + answer);
    run();
  }

  /** Runs them in the JVM of {@link SoftwareDeviceTest}'s child. */
  public static void main(String[] arguments) throws RunnerException {
    run();
  }

  private static void run() throws RunnerException {
    TinyRun.ofPackage("io.tensorinit.benchmarks.gpu", Map.of("method", methods()));
  }

  /** The methods that the libraries of this machine allow. */
  private static String[] methods() {
    try (CudaBackend backend = CudaBackend.open(0)) {
      return Arrays.stream(OrthogonalFill.Method.values())
          .filter(method -> backend.refusal(plan(method), Shape.of(8, 8)).isEmpty())
          .map(OrthogonalFill.Method::name)
          .toArray(String[]::new);
    }
  }

  private static OrthogonalFill plan(OrthogonalFill.Method method) {
    return new OrthogonalFill(MatrixView.columnsFrom(2, 1), 1, method);
  }
}
