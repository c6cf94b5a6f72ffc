package io.tensorinit.cpu.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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

  @Test
  void anExecutorOfTheProgramsHelps() throws InterruptedException {
    ExecutorService two = Executors.newFixedThreadPool(2, work -> new Thread(work, "program's"));
    try (WorkerPool pool = new WorkerPool(3, two)) {
      assertEquals(3, pool.threads());
      CountDownLatch all = new CountDownLatch(3);
      Set<String> names = ConcurrentHashMap.newKeySet();
      pool.run(
          3,
          (int index) -> {
            names.add(Thread.currentThread().getName());
            all.countDown();
            awaitAll(all);
          });
      assertEquals(Set.of("program's", Thread.currentThread().getName()), names);
    }
    assertFalse(two.isShutdown());
    two.shutdown();
    assertTrue(two.awaitTermination(1, TimeUnit.MINUTES));
  }

  private static void awaitAll(CountDownLatch all) {
    try {
      assertTrue(all.await(1, TimeUnit.MINUTES));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anExecutorThatIsBusyDelaysNothing() throws InterruptedException {
    ExecutorService one = Executors.newSingleThreadExecutor();
    CountDownLatch end = new CountDownLatch(1);
    one.execute(() -> awaitAll(end));
    try (WorkerPool pool = new WorkerPool(4, one)) {
      AtomicInteger runs = new AtomicInteger();
      pool.run(9, (int outer) -> pool.run(11, (int inner) -> runs.incrementAndGet()));
      assertEquals(99, runs.get());
      IllegalStateException failure = new IllegalStateException("task");
      IntConsumer failing =
          index -> {
            throw failure;
          };
      assertSame(failure, assertThrows(IllegalStateException.class, () -> pool.run(5, failing)));
    }
    end.countDown(); // what was handed to it is over, and does nothing now
    one.shutdown();
    assertTrue(one.awaitTermination(1, TimeUnit.MINUTES));
  }

  @Test
  void theOnlyThreadOfAnExecutorMayFillByIt() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try (WorkerPool pool = new WorkerPool(2, one)) {
      AtomicInteger runs = new AtomicInteger();
      one.submit(() -> pool.run(100, (int index) -> runs.incrementAndGet()))
          .get(1, TimeUnit.MINUTES);
      assertEquals(100, runs.get());
    }
    one.shutdown();
  }

  @Test
  void anExecutorThatRefusesOrRunsTasksAtOnceServes() {
    ExecutorService closed = Executors.newSingleThreadExecutor();
    closed.shutdown();
    for (Executor executor : List.of(closed, (Executor) Runnable::run)) {
      try (WorkerPool pool = new WorkerPool(3, executor)) {
        AtomicIntegerArray runs = new AtomicIntegerArray(50);
        pool.run(50, (IntConsumer) runs::incrementAndGet);
        for (int task = 0; task < 50; task++) {
          assertEquals(1, runs.get(task));
        }
        assertEquals("made", pool.await(CompletableFuture.supplyAsync(() -> "made")));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatAnExecutorThrowsEndsNoJobBeforeItsHelpers(boolean error) {
    CountDownLatch helping = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Executor second =
        work -> {
          if (asked.getAndIncrement() == 0) {
            new Thread(work, "helper").start();
            awaitAll(helping);
          } else if (error) {
            throw new OutOfMemoryError("unable to create native thread");
          } else {
            throw new IllegalStateException("no more");
          }
        };
    try (WorkerPool pool = new WorkerPool(4, second)) {
      AtomicInteger ended = new AtomicInteger();
      pool.run(
          4,
          (int index) -> {
            if (Thread.currentThread().getName().equals("helper")) {
              helping.countDown();
              sleep(200);
            }
            ended.incrementAndGet();
          });
      assertEquals(4, ended.get());
      assertEquals(2, asked.get());
    }
  }

  private static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anExecutorThatIsBusyCollectsFewTasksAndHelpsWhenItIsNot() throws InterruptedException {
    LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    ThreadPoolExecutor one = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, queue);
    CountDownLatch end = new CountDownLatch(1);
    one.execute(() -> awaitAll(end));
    try (WorkerPool pool = new WorkerPool(4, one)) {
      for (int job = 0; job < 100; job++) {
        AtomicInteger runs = new AtomicInteger();
        pool.run(9, (int index) -> runs.incrementAndGet());
        assertEquals(9, runs.get());
        assertEquals(3, queue.size());
      }
      Set<Thread> helped = ConcurrentHashMap.newKeySet();
      pool.run(
          1000,
          (int index) -> {
            end.countDown();
            helped.add(Thread.currentThread());
            if (helped.size() < 2) {
              sleep(10);
            }
          });
      assertEquals(2, helped.size());
    }
    one.shutdown();
    assertTrue(one.awaitTermination(1, TimeUnit.MINUTES));
  }

  @Test
  void helpersAreAskedForWorkThatIsWorthIt() {
    AtomicInteger asked = new AtomicInteger();
    try (WorkerPool pool = new WorkerPool(8, work -> asked.incrementAndGet())) {
      for (long[] workAndHelpers :
          new long[][] {{0, 0}, {49_000, 0}, {50_000, 1}, {100_000, 3}, {1_000_000_000, 7}}) {
        try (WorkerPool one = new WorkerPool(8, work -> asked.incrementAndGet())) {
          asked.set(0);
          AtomicInteger runs = new AtomicInteger();
          one.run(50, workAndHelpers[0], () -> index -> runs.incrementAndGet());
          assertEquals(50, runs.get());
          assertEquals(workAndHelpers[1], asked.get(), workAndHelpers[0] + " ns");
        }
      }
      asked.set(0);
      pool.run(3, Long.MAX_VALUE, () -> index -> {});
      assertEquals(2, asked.get(), "three tasks");
    }
  }

  @Test
  void ofSeveralFailuresTheFirstTasksIsThrownWhateverTheirTime() {
    try (WorkerPool pool = new WorkerPool(2)) {
      CountDownLatch later = new CountDownLatch(1);
      IllegalStateException thrown =
          assertThrows(
              IllegalStateException.class,
              () ->
                  pool.run(
                      2,
                      (int index) -> {
                        if (index == 0) {
                          awaitAll(later);
                          sleep(50);
                        } else {
                          later.countDown();
                        }
                        throw new IllegalStateException("task " + index);
                      }));
      assertEquals("task 0", thrown.getMessage());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1_000_000_000})
  void eachWorkerEndsOnceBeAJobDoneOrNot(long nanos) {
    try (WorkerPool pool = new WorkerPool(3)) {
      AtomicInteger begun = new AtomicInteger();
      AtomicInteger ended = new AtomicInteger();
      for (boolean fails : new boolean[] {false, true}) {
        IllegalStateException failure = new IllegalStateException("task 50");
        CountDownLatch workers = new CountDownLatch(nanos == 0 ? 1 : 2);
        begun.set(0);
        ended.set(0);
        Supplier<TaskWorker> worker =
            () -> {
              begun.incrementAndGet();
              workers.countDown();
              return new TaskWorker() {
                @Override
                public void run(long index) {
                  awaitAll(workers);
                  if (fails && index == 50) {
                    throw failure;
                  }
                }

                @Override
                public void end() {
                  ended.incrementAndGet();
                }
              };
            };
        if (fails) {
          assertSame(
              failure,
              assertThrows(IllegalStateException.class, () -> pool.run(100, nanos, worker)));
        } else {
          pool.run(100, nanos, worker);
        }
        assertEquals(begun.get(), ended.get());
        assertTrue(nanos == 0 ? begun.get() == 1 : begun.get() >= 2, begun + " workers");
      }
    }
  }

  /** Of a pool's own threads, which end by themselves only when they are idle for a while. */
  @Test
  void closingLeavesNoThreadBehind() throws InterruptedException {
    Set<Thread> before = helpers();
    try (WorkerPool pool = new WorkerPool(3)) {
      CountDownLatch all = new CountDownLatch(3);
      pool.run(
          3,
          (int index) -> {
            all.countDown();
            awaitAll(all);
          });
      assertEquals(2, minus(helpers(), before).size());
    }
    for (int wait = 0; wait < 1000 && !minus(helpers(), before).isEmpty(); wait++) {
      Thread.sleep(10);
    }
    assertEquals(Set.of(), minus(helpers(), before));
  }

  private static Set<Thread> helpers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("tensorinit-cpu-"))
        .collect(Collectors.toSet());
  }

  private static Set<Thread> minus(Set<Thread> some, Set<Thread> others) {
    return some.stream().filter(thread -> !others.contains(thread)).collect(Collectors.toSet());
  }
}
