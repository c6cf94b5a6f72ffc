package io.tensorinit.cuda;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that copy while their callers do something else: one a copy, each gone a second after its
 * last. Safe for use by several threads.
 */
final class Background implements AutoCloseable {
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), Background::thread);

  private final Set<CompletableFuture<Void>> running = ConcurrentHashMap.newKeySet();

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
    running.add(result);
    threads.execute(
        () -> {
          try {
            work.run();
            running.remove(result);
            result.complete(null);
          } catch (RuntimeException | Error e) {
            running.remove(result);
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  /** Waits for what was begun. */
  @Override
  public void close() {
    running.forEach(each -> each.handle((done, failure) -> done).join());
  }
}
