package io.tensorinit.cpu.element;

import io.tensorinit.random.QuantileElement;

/** One way to compute float32 quantiles. Holds scratch: for one thread at a time. */
@FunctionalInterface
interface QuantileLane {
  /**
   * Writes the values of words.
   *
   * @param element the element function
   * @param words the words
   * @param count how many, at most {@link ScratchChunks#TILE}
   * @param out where the values go
   * @param from index of the first
   */
  void fill(QuantileElement.Float32 element, int[] words, int count, float[] out, int from);
}
