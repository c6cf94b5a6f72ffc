package io.tensorinit.backend;

import io.tensorinit.tensor.CheckReturnValue;

/**
 * How a backend is opened: {@code BackendOptions.threads(8).device(1)}. What is not said: one host
 * thread a processor, the first device. No value depends on it. Immutable.
 */
@CheckReturnValue
public final class BackendOptions {
  /** One thread a processor, the first device. */
  public static final BackendOptions DEFAULT = new BackendOptions(0, 0);

  private final int threads;
  private final int device;

  private BackendOptions(int threads, int device) {
    this.threads = threads;
    this.device = device;
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
    return new BackendOptions(threads, DEFAULT.device);
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
    return new BackendOptions(threads, newDevice);
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

  @Override
  public boolean equals(Object other) {
    return other instanceof BackendOptions that && threads == that.threads && device == that.device;
  }

  @Override
  public int hashCode() {
    return 31 * threads + device;
  }

  /**
   * Both numbers.
   *
   * @return for instance {@code threads 8, device 1}
   */
  @Override
  public String toString() {
    return "threads " + threads + ", device " + device;
  }
}
