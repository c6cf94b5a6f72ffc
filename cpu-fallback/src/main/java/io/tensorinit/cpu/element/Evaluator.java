package io.tensorinit.cpu.element;

/**
 * A plan made ready for one tensor: gives the values of any run of its elements. Safe for use by
 * several threads, each with a {@link ScratchChunks} of its own.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
@FunctionalInterface
public interface Evaluator<A> {
  /**
   * Computes a run of elements.
   *
   * @param first the first element's index in the flattened whole tensor
   * @param count the number of elements, at most {@link ScratchChunks#CHUNK}
   * @param out takes the values; both parts of complex elements in turn
   * @param from where the first value goes
   * @param scratch the thread's scratch
   */
  void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch);
}
