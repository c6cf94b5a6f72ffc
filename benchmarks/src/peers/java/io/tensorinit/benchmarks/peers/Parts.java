package io.tensorinit.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** An array filled by several threads, as a program does it that has a pool: a part each. */
final class Parts implements AutoCloseable {
  private final int threads;
  private final ExecutorService pool;

  /**
   * Starts the pool.
   *
   * @param threads the number of threads, the calling one included
   */
  Parts(int threads) {
    this.threads = threads;
    pool = Executors.newFixedThreadPool(Math.max(1, threads - 1));
  }

  /**
   * Fills all parts.
   *
   * @param length the length of the array
   * @param part fills one of them
   */
  void run(int length, Part part) {
    List<Future<?>> others = new ArrayList<>();
    for (int i = 1; i < threads; i++) {
      int index = i;
      others.add(
          pool.submit(() -> part.fill(index, start(index, length), start(index + 1, length))));
    }
    part.fill(0, 0, start(1, length));
    for (Future<?> other : others) {
      try {
        other.get();
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException("a part was not filled", e);
      }
    }
  }

  private int start(int index, int length) {
    return Math.toIntExact((long) length * index / threads);
  }

  @Override
  public void close() {
    pool.shutdown();
  }

  /** Fills a part of an array. */
  @FunctionalInterface
  interface Part {
    /**
     * Fills a part.
     *
     * @param index the part's number: each has its own generator
     * @param from its first element
     * @param to one beyond its last
     */
    void fill(int index, int from, int to);
  }
}
