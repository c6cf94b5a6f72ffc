package io.tensorinit.cpu.element;

import io.tensorinit.plan.BlocksFill;
import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * Fills side by side along an axis. Seen as (outer, axis, inner) indices, each block holds one
 * contiguous piece for each outer index, in the whole tensor and in the block alike.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class BlocksEvaluator<A> implements Evaluator<A> {
  private final List<Evaluator<A>> blocks;
  private final int parts;

  /** Where each block begins within the elements of one outer index; then where the last ends. */
  private final long[] starts;

  BlocksEvaluator(BlocksFill plan, Shape shape, int parts, List<Evaluator<A>> blocks) {
    this.blocks = blocks;
    this.parts = parts;
    long inner = shape.rowMajorStrides()[plan.axis()];
    starts = new long[blocks.size() + 1];
    for (int k = 0; k < blocks.size(); k++) {
      starts[k + 1] = starts[k] + plan.sizes().get(k) * inner;
    }
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    long period = starts[blocks.size()];
    int done = 0;
    while (done < count) {
      long outer = (first + done) / period;
      long within = (first + done) % period;
      int k = 0;
      while (starts[k + 1] <= within) {
        k++;
      }
      int length = (int) Math.min(count - done, starts[k + 1] - within);
      long blockFirst = outer * (starts[k + 1] - starts[k]) + within - starts[k];
      blocks.get(k).evaluate(blockFirst, length, out, from + done * parts, scratch);
      done += length;
    }
  }
}
