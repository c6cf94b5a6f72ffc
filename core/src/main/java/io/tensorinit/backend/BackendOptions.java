package io.tensorinit.backend;

/**
 * How a backend is opened.
 *
 * @param threads the number of host threads that fill, 1 or more, or 0 for one a processor; no
 *     value depends on it
 * @param device the ordinal of the device, from 0; ignored by the CPU
 */
public record BackendOptions(int threads, int device) {
  /** One thread a processor, the first device. */
  public static final BackendOptions DEFAULT = new BackendOptions(0, 0);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is negative
   */
  public BackendOptions {
    if (threads < 0) {
      throw new IllegalArgumentException(
          "threads must be 1 or more, or 0 for one a processor, was " + threads);
    }
    if (device < 0) {
      throw new IllegalArgumentException("device must be 0 or more, was " + device);
    }
  }
}
