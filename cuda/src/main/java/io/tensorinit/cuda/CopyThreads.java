package io.tensorinit.cuda;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that copy while their callers do something else: one a copy, each gone a second after its
 * last. Safe for use by several threads.
 */
final class CopyThreads implements AutoCloseable {
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), CopyThreads::thread);

  /** What was begun and is not complete, by its number. */
  private final Map<Long, CompletableFuture<Void>> running = new ConcurrentHashMap<>();

  private final AtomicLong begun = new AtomicLong();

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tensorinit-cuda-copy");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Begins something.
   *
   * @param work what to do
   * @return completes when it is done, or with what it threw
   */
  CompletableFuture<Void> run(Runnable work) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    long number = begun.getAndIncrement();
    running.put(number, result);
    threads.execute(
        () -> {
          try {
            work.run();
            running.remove(number);
            result.complete(null);
          } catch (RuntimeException | Error e) {
            running.remove(number);
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Waits for something, however it ends. */
  static void await(CompletableFuture<?> result) {
    result.handle((done, failure) -> true).join();
  }

  /** Waits for what was begun. */
  @Override
  public void close() {
    running.values().forEach(CopyThreads::await);
  }
}
