package io.tensorinit.benchmarks.peers;

/** An operation on one tensor that stays where it is: ready to be done, any number of times. */
interface PeerFill extends AutoCloseable {
  /** Does it once, to the last element. */
  void run();

  /**
   * The tensor's values.
   *
   * @return a copy, row-major, widened to float32
   */
  float[] values();

  @Override
  default void close() {}
}
