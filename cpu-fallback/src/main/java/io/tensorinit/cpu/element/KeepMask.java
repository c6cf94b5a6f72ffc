package io.tensorinit.cpu.element;

/** Decides which elements a mask keeps. Safe for use by several threads. */
@FunctionalInterface
interface KeepMask {
  /**
   * Decides for a run of elements.
   *
   * @param first the first element's index
   * @param count the number of elements
   * @param kept takes 1 for each element that is kept, 0 for each that is not
   * @param scratch the thread's scratch
   */
  void decide(long first, int count, int[] kept, ScratchChunks<?> scratch);
}
