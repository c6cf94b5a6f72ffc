package io.tensorinit.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.BackendProvider;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.lane.Lane;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import io.tensorinit.testkit.Sample;
import io.tensorinit.testkit.SamplePlans;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CpuBackendTest {
  @Test
  void theServiceLoaderFindsIt() {
    List<BackendProvider> providers =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    assertEquals(1, providers.size());
    BackendProvider provider = providers.get(0);
    assertEquals("cpu", provider.name());
    assertEquals(0, provider.rank());
    assertInstanceOf(Availability.Available.class, provider.availability());
    try (Backend backend = provider.open(BackendOptions.DEFAULT)) {
      assertEquals("cpu", backend.name());
      assertTrue(backend.device().contains("thread"), backend::device);
    }
  }

  @Test
  void aNegativeNumberOfThreadsIsRefused() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> new CpuBackend(-1));
    assertEquals(
        "threads must be 1 or more, or 0 for one a processor, was -1", refused.getMessage());
  }

  @Test
  void anUnknownLaneIsRefusedBeforeAnythingIsFilled() {
    String before = System.setProperty(Lane.PROPERTY, "fast");
    try {
      String message = "tensorinit.cpu.lane must be auto, plain or vector, was \"fast\"";
      assertEquals(
          message,
          assertThrows(IllegalArgumentException.class, () -> new CpuBackend(1)).getMessage());
      assertEquals(
          message,
          assertInstanceOf(Availability.Unavailable.class, new CpuBackendProvider().availability())
              .reason());
    } finally {
      if (before == null) {
        System.clearProperty(Lane.PROPERTY);
      } else {
        System.setProperty(Lane.PROPERTY, before);
      }
    }
    try (Backend backend = new CpuBackend(1)) {
      assertTrue(backend.device().endsWith(", plain loops"), backend::device);
    }
  }

  /** The contract compares other plans with the law; these have the number of threads only. */
  @ParameterizedTest
  @EnumSource(DType.class)
  void orthogonalMatricesDoNotDependOnTheThreads(DType dtype) {
    List<Sample> samples = new ArrayList<>(SamplePlans.orthogonal());
    samples.add(large(Shape.of(300, 200), MatrixView.columnsFrom(2, 1)));
    samples.add(large(Shape.of(9, 60, 40), new MatrixView(List.of(1), List.of(2), List.of(0))));
    samples.add(large(Shape.of(60, 40, 9), new MatrixView(List.of(0), List.of(1), List.of(2))));
    try (Backend one = new CpuBackend(1);
        Backend two = new CpuBackend(2);
        Backend seven = new CpuBackend(7)) {
      for (Sample sample : samples) {
        Fill fill = new Fill(sample.plan(), sample.shape(), dtype, Key.raw(7), Region.whole());
        byte[] expected = Elements.filled(one, fill);
        assertArrayEquals(expected, Elements.filled(two, fill), sample::toString);
        assertArrayEquals(expected, Elements.filled(seven, fill), sample::toString);
      }
    }
  }

  @Test
  void anExecutorOfTheProgramsFillsTheSameValues() {
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    ExecutorService two = Executors.newFixedThreadPool(2);
    Executor watched = work -> two.execute(() -> run(work, seen));
    BackendOptions options = BackendOptions.threads(3).executor(watched);
    FillPlan plan = new NormalFill(0, 1);
    Fill fill = new Fill(plan, Shape.of(1_000_003), DType.F32, Key.raw(3), Region.whole());
    try (Backend own = new CpuBackend(1);
        Backend given = new CpuBackendProvider().open(options)) {
      byte[] expected = Elements.filled(own, fill);
      for (int i = 0; i < 50 && seen.isEmpty(); i++) { // it may come too late for one fill
        assertArrayEquals(expected, Elements.filled(given, fill));
      }
    }
    two.shutdownNow();
    assertFalse(seen.isEmpty());
  }

  private static void run(Runnable work, Set<Thread> seen) {
    seen.add(Thread.currentThread());
    work.run();
  }

  private static Sample large(Shape shape, MatrixView view) {
    FillPlan plan = new OrthogonalFill(view, 1, OrthogonalFill.Method.STEWART);
    return new Sample("orthogonal-large", plan, shape);
  }
}
