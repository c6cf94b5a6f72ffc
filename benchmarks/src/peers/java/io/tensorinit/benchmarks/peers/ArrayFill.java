package io.tensorinit.benchmarks.peers;

/** A float array filled by a Java generator a thread, in a loop as a program would write it. */
final class ArrayFill implements PeerFill {
  private final float[] array;
  private final Parts parts;
  private final Loop[] loops;

  /**
   * Allocates the array.
   *
   * @param size its length
   * @param loops a loop for each thread, with a generator of its own
   */
  ArrayFill(int size, Loop... loops) {
    this.loops = loops.clone();
    array = new float[size];
    parts = new Parts(loops.length);
  }

  @Override
  public void run() {
    parts.run(array.length, (index, from, to) -> loops[index].fill(array, from, to));
  }

  @Override
  public float[] values() {
    return array.clone();
  }

  @Override
  public void close() {
    parts.close();
  }

  /** Fills elements of an array. */
  @FunctionalInterface
  interface Loop {
    /**
     * Fills them.
     *
     * @param array the array
     * @param from the first
     * @param to one beyond the last
     */
    void fill(float[] array, int from, int to);
  }
}
