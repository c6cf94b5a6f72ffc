package io.tensorinit.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void everyTaskRunsOnce(int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      for (int tasks : new int[] {0, 1, 2, 3, 1000}) {
        AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
        pool.run(tasks, (IntConsumer) runs::incrementAndGet);
        for (int task = 0; task < tasks; task++) {
          assertEquals(1, runs.get(task));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void jobsMayRunWithinJobs(int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      AtomicInteger runs = new AtomicInteger();
      pool.run(9, (int outer) -> pool.run(11, (int inner) -> runs.incrementAndGet()));
      assertEquals(99, runs.get());
    }
  }

  @Test
  void theFirstFailureStopsTheJobAndReachesTheCaller() {
    try (WorkerPool pool = new WorkerPool(2)) {
      AtomicInteger runs = new AtomicInteger();
      IllegalStateException failure = new IllegalStateException("task 3");
      IntConsumer task =
          index -> {
            runs.incrementAndGet();
            if (index == 3) {
              throw failure;
            }
          };
      assertSame(
          failure, assertThrows(IllegalStateException.class, () -> pool.run(1_000_000_000, task)));
      assertTrue(runs.get() < 1_000_000_000);
      assertThrows(StackOverflowError.class, () -> pool.run(1, (int index) -> overflow()));
      pool.run(5, (int index) -> runs.incrementAndGet());
    }
  }

  private static void overflow() {
    throw new StackOverflowError();
  }

  @Test
  void whoWaitsForAResultHelpsWithIt() {
    try (WorkerPool pool = new WorkerPool(3)) {
      AtomicReference<CompletableFuture<Integer>> shared = new AtomicReference<>();
      AtomicInteger sum = new AtomicInteger();
      pool.run(
          20,
          (int index) -> {
            CompletableFuture<Integer> mine = new CompletableFuture<>();
            if (shared.compareAndSet(null, mine)) {
              AtomicInteger inner = new AtomicInteger();
              pool.run(1000, (int task) -> inner.incrementAndGet());
              mine.complete(inner.get());
            }
            sum.addAndGet(pool.await(shared.get()));
          });
      assertEquals(20_000, sum.get());
      CompletableFuture<Integer> failed = new CompletableFuture<>();
      failed.completeExceptionally(new IllegalStateException("no result"));
      assertEquals(
          "no result",
          assertThrows(IllegalStateException.class, () -> pool.await(failed)).getMessage());
    }
  }

  @Test
  void interruptsDoNotCutAJobShort() {
    try (WorkerPool pool = new WorkerPool(2)) {
      AtomicInteger runs = new AtomicInteger();
      Thread.currentThread().interrupt();
      pool.run(100, (int index) -> runs.incrementAndGet());
      assertTrue(Thread.interrupted());
      assertEquals(100, runs.get());
    }
  }
}
