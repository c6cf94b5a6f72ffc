package io.tensorinit.cpu;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.backend.PlacedFill;
import io.tensorinit.cpu.element.ElementLanes;
import io.tensorinit.cpu.lane.Lane;
import io.tensorinit.cpu.store.FillJobs;
import io.tensorinit.cpu.threads.WorkerPool;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.plan.PlanCheck;
import java.util.List;

/**
 * The pure-Java backend: always there, and the readable reference of every value. It shares fills
 * among a number of threads by ranges of elements; small ones run in the caller's thread.
 */
final class CpuBackend implements Backend {
  /** The name users choose it by. */
  static final String NAME = "cpu";

  private final WorkerPool pool;
  private final FillJobs jobs;
  private volatile boolean closed;

  /**
   * Opens the backend.
   *
   * @param threads the threads that fill, the caller's included; 0 for one a processor
   * @throws IllegalArgumentException if the number is negative, and as {@link Lane#wanted}
   */
  CpuBackend(int threads) {
    this(BackendOptions.threads(threads));
  }

  /**
   * Opens the backend.
   *
   * @param options the threads that fill, the caller's included, and whose they are
   * @throws IllegalArgumentException as {@link Lane#wanted}
   */
  CpuBackend(BackendOptions options) {
    Lane.wanted();
    int threads =
        options.threads() == 0 ? Runtime.getRuntime().availableProcessors() : options.threads();
    pool =
        options
            .executor()
            .map(executor -> new WorkerPool(threads, executor))
            .orElseGet(() -> new WorkerPool(threads));
    jobs = new FillJobs(pool);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String device() {
    return device(pool.threads());
  }

  /**
   * One line: architecture, number of threads, Java version, lane.
   *
   * @throws IllegalArgumentException as {@link Lane#wanted}
   */
  static String device(int threads) {
    return System.getProperty("os.arch")
        + ", "
        + (threads == 1 ? "1 thread" : threads + " threads")
        + ", Java "
        + Runtime.version().feature()
        + ", "
        + ElementLanes.description(Lane.wanted());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the backend is closed
   */
  @Override
  public void fill(Fill fill, Destination destination) {
    requireOpen();
    FillJobs.Job job = jobs.job();
    add(job, fill, destination);
    job.run();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the backend is closed
   */
  @Override
  public void fillAll(List<PlacedFill> fills) {
    requireOpen();
    FillJobs.Job job = jobs.job();
    fills.forEach(each -> add(job, each.fill(), each.destination()));
    job.run();
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the CPU backend is closed");
    }
  }

  /** Checks a fill, and makes it ready. */
  private void add(FillJobs.Job job, Fill fill, Destination destination) {
    HostDestination memory = destination.requireHost(name());
    memory.require(fill.regionShape(), fill.dtype());
    PlanCheck.require(fill.plan(), fill.shape());
    job.add(fill, memory);
  }

  @Override
  public void close() {
    closed = true;
    pool.close();
  }
}
