package io.tensorinit.cpu.store;

import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.element.Evaluator;
import io.tensorinit.cpu.element.EvaluatorMaker;
import io.tensorinit.cpu.element.Precision;
import io.tensorinit.cpu.element.ScratchChunks;
import io.tensorinit.cpu.threads.WorkerPool;
import io.tensorinit.memory.DoubleArrayStorage;
import io.tensorinit.memory.FloatArrayStorage;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.memory.Storage;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * Fills a region chunk by chunk: values are computed into an array in cache, rounded and stored; or
 * straight into the destination, where that is an array of the precision they are computed in.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class ChunkedFill<A> {
  private final Fill fill;
  private final Shape regionShape;
  private final int parts;
  private final Precision<A> precision;
  private final Evaluator<A> evaluator;
  private final HostDestination destination;
  private final Supplier<PartWriter<A>> writers;
  private final Optional<DirectArray<A>> direct;

  private ChunkedFill(
      Fill fill,
      HostDestination destination,
      Precision<A> precision,
      WorkerPool pool,
      Supplier<PartWriter<A>> writers,
      Optional<DirectArray<A>> array) {
    this.fill = fill;
    this.regionShape = fill.regionShape();
    this.parts = fill.dtype().partCount();
    this.precision = precision;
    this.evaluator =
        EvaluatorMaker.make(fill.plan(), fill.shape(), fill.dtype(), fill.key(), precision, pool);
    this.destination = destination;
    this.writers = writers;
    this.direct = array.filter(unused -> destination.isRowMajor(regionShape));
  }

  /**
   * Fills a region.
   *
   * @param fill what to fill; its plan fits its shape
   * @param destination where the elements go; the region fits into it
   * @param pool the threads that share the chunks
   * @throws IllegalArgumentException if a parameter of the plan is out of its range
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public static void run(Fill fill, HostDestination destination, WorkerPool pool) {
    Storage storage = destination.storage();
    if (fill.dtype().isDouble()) {
      new ChunkedFill<>(
              fill,
              destination,
              Precision.FLOAT64,
              pool,
              () -> new PartWriter.Doubles(storage),
              storage instanceof DoubleArrayStorage array
                  ? Optional.of(new DirectArray<>(array.array(), array.offset()))
                  : Optional.empty())
          .run(pool);
    } else {
      DType part = fill.dtype().partType();
      int capacity = fill.dtype().partCount() * most(fill);
      new ChunkedFill<>(
              fill,
              destination,
              Precision.FLOAT32,
              pool,
              () -> PartWriter.ofFloats(storage, part, capacity),
              storage instanceof FloatArrayStorage array
                  ? Optional.of(new DirectArray<>(array.array(), array.offset()))
                  : Optional.empty())
          .run(pool);
    }
  }

  /** The most elements of the region that are evaluated at once. */
  private static int most(Fill fill) {
    return (int) Math.min(ScratchChunks.CHUNK, fill.regionShape().elementCount());
  }

  private void run(WorkerPool pool) {
    long elements = regionShape.elementCount();
    pool.run((elements + ScratchChunks.CHUNK - 1) / ScratchChunks.CHUNK, this::worker);
  }

  /** What one thread does for each chunk. */
  private LongConsumer worker() {
    ScratchChunks<A> scratch = new ScratchChunks<>(precision, parts, most(fill));
    if (direct.isPresent()) {
      DirectArray<A> target = direct.get();
      int start = target.offset() + (int) destination.offset() * parts;
      return chunk -> {
        long first = chunk * ScratchChunks.CHUNK;
        evaluate(first, count(first), target.array(), start + (int) first * parts, scratch);
      };
    }
    ChunkStore<A> store = new ChunkStore<>(writers.get(), parts, destination, regionShape);
    return chunk -> {
      long first = chunk * ScratchChunks.CHUNK;
      int count = count(first);
      A values = scratch.borrow();
      evaluate(first, count, values, 0, scratch);
      store.write(first, count, values);
      scratch.giveBack(values);
    };
  }

  private int count(long first) {
    return (int) Math.min(ScratchChunks.CHUNK, regionShape.elementCount() - first);
  }

  private void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    Region.Run run =
        (wholeIndex, regionIndex, length) ->
            evaluator.evaluate(
                wholeIndex, (int) length, out, from + (int) (regionIndex - first) * parts, scratch);
    fill.region().forEachRun(fill.shape(), first, count, run);
  }

  /**
   * An array that values may be computed into.
   *
   * @param <A> {@code float[]} or {@code double[]}
   * @param array the array
   * @param offset the entry of the destination's first part
   */
  private record DirectArray<A>(A array, int offset) {}
}
