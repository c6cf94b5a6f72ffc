package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Several threads, several devices, and closing in between. */
class ConcurrentFillTest {
  private static final Shape SHAPE = Shape.of(11, 13);
  private static final int THREADS = 4;

  private final PtxDriver driver = new PtxDriver(1, 2);

  private static List<FillPlan> plans() {
    return List.of(
        new NormalFill(0, 1),
        new QuantileFill(Quantiles.exponential(1.5)),
        new AffineFill(new NormalFill(0, 1), 2, 1),
        new FunctionFill((position, words) -> position));
  }

  private static Fill fill(FillPlan plan, DType dtype) {
    return new Fill(plan, SHAPE, dtype, Key.raw(1), Region.whole());
  }

  @Test
  void threadsFillOnTwoDevicesAtATime() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try (CudaBackend first = new CudaBackend(driver, new NoLibraries(), 0);
        CudaBackend second = new CudaBackend(driver, new NoLibraries(), 1);
        Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT)) {
      List<Future<?>> done = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        FillPlan plan = plans().get(thread);
        done.add(
            threads.submit(
                () -> {
                  for (int turn = 0; turn < 6; turn++) {
                    CudaBackend backend = turn % 2 == 0 ? first : second;
                    Fill fill = fill(plan, turn < 3 ? DType.F32 : DType.BF16);
                    assertArrayEquals(Elements.filled(cpu, fill), Elements.filled(backend, fill));
                    assertEquals(0, driver.currentContext());
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(0, driver.open());
  }

  @Test
  void aModelOfManyTensorsAllocatesOnce() {
    try (CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0)) {
      float[] values = new float[143];
      backend.fill(fill(new ConstantFill(1), DType.F32), Destination.of(values));
      driver.takeLog();
      for (int i = 0; i < 300; i++) {
        backend.fill(fill(new ConstantFill(i), DType.F32), Destination.of(values));
      }
      List<String> log = driver.takeLog();
      assertTrue(log.stream().noneMatch(call -> call.contains("Alloc")), log::toString);
      assertTrue(log.stream().noneMatch("cuStreamCreate"::equals), log::toString);
    }
  }

  @Test
  void trimGivesBackWhatIsKept() {
    try (CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0)) {
      int before = driver.open();
      for (FillPlan plan : plans()) {
        backend.fill(fill(plan, DType.BF16), Destination.of(new short[143]));
      }
      assertTrue(driver.open() > before);
      backend.trim();
      List<String> log = driver.takeLog();
      assertTrue(log.contains("cuMemFree") && log.contains("cuMemFreeHost"), log::toString);
      backend.fill(fill(plans().get(2), DType.BF16), Destination.of(new short[143]));
    }
    assertEquals(0, driver.open());
  }

  @Test
  void closeWaitsForAFillAndLaterOnesAreRefused() throws InterruptedException {
    CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    FillPlan slow =
        new FunctionFill(
            (position, words) -> {
              begun.countDown();
              try {
                mayEnd.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              return position;
            });
    float[] values = new float[143];
    Thread filling = new Thread(() -> backend.fill(fill(slow, DType.F32), Destination.of(values)));
    filling.start();
    begun.await();
    Thread closing = new Thread(backend::close);
    closing.start();
    closing.join(50);
    assertTrue(closing.isAlive(), "close waits");
    mayEnd.countDown();
    filling.join();
    closing.join();
    assertEquals(142, values[142]);
    assertEquals(0, driver.open());
    assertEquals(
        "the CUDA backend is closed",
        assertThrows(
                IllegalStateException.class,
                () -> backend.fill(fill(new ConstantFill(1), DType.F32), Destination.of(values)))
            .getMessage());
  }

  @Test
  void aFillMustNotCloseItsBackend() {
    CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0);
    FillPlan closing =
        new FunctionFill(
            (position, words) -> {
              backend.close();
              return 0;
            });
    Fill fill = fill(closing, DType.F32);
    assertEquals(
        "a fill must not close the backend that it runs on",
        assertThrows(
                IllegalStateException.class,
                () -> backend.fill(fill, Destination.of(new float[143])))
            .getMessage());
    backend.close();
    assertEquals(0, driver.open());
  }
}
