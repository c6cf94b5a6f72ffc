package io.tensorinit.backend;

import io.tensorinit.tensor.CheckReturnValue;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * How a backend is opened: {@code BackendOptions.threads(8).device(1)}. What is not said: one host
 * thread a processor, the backend's own threads, the first device. No value depends on it.
 * Immutable.
 */
@CheckReturnValue
public final class BackendOptions {
  /** One thread a processor, the first device. */
  public static final BackendOptions DEFAULT = new BackendOptions(0, 0, Optional.empty());

  private final int threads;
  private final int device;
  private final Optional<Executor> executor;

  private BackendOptions(int threads, int device, Optional<Executor> executor) {
    this.threads = threads;
    this.device = device;
    this.executor = executor;
  }

  /**
   * A number of host threads that fill, the first device.
   *
   * @param threads 1 or more, or 0 for one a processor
   * @return the options
   * @throws IllegalArgumentException if it is negative
   */
  public static BackendOptions threads(int threads) {
    if (threads < 0) {
      throw new IllegalArgumentException(
          "threads must be 1 or more, or 0 for one a processor, was " + threads);
    }
    return new BackendOptions(threads, DEFAULT.device, DEFAULT.executor);
  }

  /**
   * These on another device.
   *
   * @param newDevice the ordinal of the device, from 0; ignored by the CPU
   * @return the options
   * @throws IllegalArgumentException if it is negative
   */
  public BackendOptions device(int newDevice) {
    if (newDevice < 0) {
      throw new IllegalArgumentException("device must be 0 or more, was " + newDevice);
    }
    return new BackendOptions(threads, newDevice, executor);
  }

  /**
   * These with the threads of an executor: {@code BackendOptions.DEFAULT.executor(pool)}. The
   * backend starts no threads to fill then. The thread that calls {@code fill} always takes part,
   * and does alone what the executor does not begin; so one that is busy, rejects tasks or runs
   * them in the calling thread serves, too. A task that it has begun is waited for; one that it
   * begins too late ends at once. What it accepts it should run: while one less than {@link
   * #threads} tasks wait in it, it gets no more. The backend does not close it.
   *
   * @param newExecutor runs tasks beside the caller's thread, at most one less than {@link
   *     #threads} for each job of a fill; ignored by devices
   * @return the options
   * @throws NullPointerException if it is null
   */
  public BackendOptions executor(Executor newExecutor) {
    Objects.requireNonNull(newExecutor, "executor");
    return new BackendOptions(threads, device, Optional.of(newExecutor));
  }

  /**
   * The host threads.
   *
   * @return the number, 0 for one a processor
   */
  public int threads() {
    return threads;
  }

  /**
   * The device.
   *
   * @return its ordinal, from 0
   */
  public int device() {
    return device;
  }

  /**
   * The executor.
   *
   * @return whose threads help to fill; empty for the backend's own
   */
  public Optional<Executor> executor() {
    return executor;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BackendOptions that
        && threads == that.threads
        && device == that.device
        && executor.equals(that.executor);
  }

  @Override
  public int hashCode() {
    return Objects.hash(threads, device, executor);
  }

  /**
   * What is said.
   *
   * @return for instance {@code threads 8, device 1}, then {@code , executor} and its text if there
   *     is one
   */
  @Override
  public String toString() {
    return "threads "
        + threads
        + ", device "
        + device
        + executor.map(given -> ", executor " + given).orElse("");
  }
}
