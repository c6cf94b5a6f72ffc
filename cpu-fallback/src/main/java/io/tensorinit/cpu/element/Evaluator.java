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

  /**
   * Computes some elements of a run. Cost: that of the elements from the first of them to the last,
   * unless an evaluator can do with less.
   *
   * @param first what the elements' places are counted from: an index in the flattened whole tensor
   * @param at the elements' places, ascending, from 0 to {@link ScratchChunks#CHUNK} - 1
   * @param count the number of elements, 0 or more
   * @param out takes their values from its beginning on, side by side; both parts of complex
   *     elements in turn
   * @param scratch the thread's scratch
   */
  default void evaluateAt(long first, int[] at, int count, A out, ScratchChunks<A> scratch) {
    if (count > 0) {
      int start = at[0];
      A values = scratch.borrow();
      evaluate(first + start, at[count - 1] - start + 1, values, 0, scratch);
      scratch.arithmetic().take(values, start, at, count, scratch.parts(), out);
      scratch.giveBack(values);
    }
  }
}
