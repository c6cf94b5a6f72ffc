package io.tensorinit.cpu.element;

/** Decides which elements a mask keeps. Safe for use by several threads. */
interface KeepMask {
  /**
   * The share of the elements that are kept.
   *
   * @return in 0..1, 0 and 1 exactly where none and all are kept
   */
  double share();

  /**
   * Lists elements of a run.
   *
   * @param first the first element's index
   * @param count the number of elements
   * @param kept whether those are wanted that are kept; else the others
   * @param at takes their places in the run, ascending; as long as the run is
   * @param scratch the thread's scratch
   * @return how many
   */
  int list(long first, int count, boolean kept, int[] at, ScratchChunks<?> scratch);
}
