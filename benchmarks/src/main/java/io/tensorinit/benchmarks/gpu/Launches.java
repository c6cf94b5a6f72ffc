package io.tensorinit.benchmarks.gpu;

/** How many fills are launched between two synchronizations. */
final class Launches {
  /** Small fills: as many as hide what a synchronization costs. */
  private static final long MOST = 100;

  /** Large fills: about this many bytes, three milliseconds or more on any device. */
  private static final long BYTES = 16_000_000_000L;

  private Launches() {}

  /**
   * How many fills; {@code fills_at_once} in {@code torch_peers.py} is the same.
   *
   * @param bytes what one fill writes, 1 or more
   * @return 1 to 100
   */
  static long atOnce(long bytes) {
    return Math.max(1, Math.min(MOST, BYTES / bytes));
  }
}
