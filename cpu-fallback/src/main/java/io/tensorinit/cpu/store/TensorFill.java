package io.tensorinit.cpu.store;

import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.element.Cost;
import io.tensorinit.cpu.element.Evaluator;
import io.tensorinit.cpu.element.EvaluatorMaker;
import io.tensorinit.cpu.element.Precision;
import io.tensorinit.cpu.element.ScratchChunks;
import io.tensorinit.cpu.threads.WorkerPool;
import io.tensorinit.memory.DoubleArrayStorage;
import io.tensorinit.memory.FloatArrayStorage;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.memory.Storage;
import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.function.Function;

/**
 * A region that is filled chunk by chunk: values are computed into an array in cache, rounded and
 * stored; or straight into the destination, where that is an array of the precision they are
 * computed in. Safe for use by several threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class TensorFill<A> {
  private final Fill fill;
  private final Shape regionShape;
  private final long elements;
  private final int parts;
  private final Evaluator<A> evaluator;
  private final HostDestination destination;
  private final Desks<A> desks;
  private final Function<Desk<A>, PartWriter<A>> writers;
  private final Optional<DirectArray<A>> direct;
  private int chunk = ScratchChunks.CHUNK;

  private TensorFill(
      Fill fill,
      HostDestination destination,
      Precision<A> precision,
      WorkerPool pool,
      Desks<A> desks,
      Function<Desk<A>, PartWriter<A>> writers,
      Optional<DirectArray<A>> array) {
    this.fill = fill;
    this.regionShape = fill.regionShape();
    this.elements = regionShape.elementCount();
    this.parts = fill.dtype().partCount();
    this.evaluator =
        EvaluatorMaker.make(fill.plan(), fill.shape(), fill.dtype(), fill.key(), precision, pool);
    this.destination = destination;
    this.desks = desks;
    this.writers = writers;
    this.direct = array.filter(unused -> destination.isRowMajor(regionShape));
  }

  /**
   * Makes a fill ready.
   *
   * @param fill what to fill; its plan fits its shape
   * @param destination where the elements go; the region fits into it
   * @param pool computes orthogonal matrices
   * @param float32 desks for what is computed in float32
   * @param float64 desks for what is computed in float64
   * @throws IllegalArgumentException if a parameter of the plan is out of its range
   */
  static TensorFill<?> of(
      Fill fill,
      HostDestination destination,
      WorkerPool pool,
      Desks<float[]> float32,
      Desks<double[]> float64) {
    Storage storage = destination.storage();
    if (fill.dtype().isDouble()) {
      return new TensorFill<>(
          fill,
          destination,
          Precision.FLOAT64,
          pool,
          float64,
          desk -> new PartWriter.Doubles(storage),
          storage instanceof DoubleArrayStorage array
              ? Optional.of(new DirectArray<>(array.array(), array.offset()))
              : Optional.empty());
    }
    DType part = fill.dtype().partType();
    int capacity = fill.dtype().partCount() * most(fill.regionShape().elementCount());
    return new TensorFill<>(
        fill,
        destination,
        Precision.FLOAT32,
        pool,
        float32,
        desk -> PartWriter.ofFloats(storage, part, capacity, desk.roundings()),
        storage instanceof FloatArrayStorage array
            ? Optional.of(new DirectArray<>(array.array(), array.offset()))
            : Optional.empty());
  }

  /** The most elements of a region that are evaluated at once. */
  private static int most(long elements) {
    return (int) Math.min(ScratchChunks.CHUNK, elements);
  }

  /** About how long one thread takes for all of it, in picoseconds an element. */
  int cost() {
    return parts * Cost.of(fill.plan());
  }

  /**
   * About how many random values an element takes: one a part if normals, uniforms or their like
   * are drawn anywhere in the plan. Sums take more; masks and mixtures draw fewer, but decide by a
   * word for each.
   */
  int draws() {
    boolean isDrawn =
        fill.plan().contains(plan -> plan instanceof UniformFill || plan instanceof ContinuousFill);
    return isDrawn ? parts : 0;
  }

  /** Whether it computes matrices as a whole, by threads of its own, which are kept meanwhile. */
  boolean isOrthogonal() {
    return fill.plan().contains(OrthogonalFill.class::isInstance);
  }

  long elements() {
    return elements;
  }

  /** Sets how many elements make a chunk; before it is filled. */
  void cut(int chunkElements) {
    chunk = chunkElements;
  }

  /** How many chunks it has. */
  long chunks() {
    return (elements + chunk - 1) / chunk;
  }

  /** A thread begins to fill some of its chunks. */
  Hand begin() {
    return direct.isPresent() ? new DirectHand(direct.get()) : new StoringHand();
  }

  /** What one thread does for the chunks that it fills. */
  abstract static class Hand {
    /** Fills a chunk. */
    abstract void fill(long index);

    /** Puts everything back. */
    abstract void end();
  }

  /** Evaluates at a desk. */
  private abstract class DeskHand extends Hand {
    final Desk<A> desk = desks.take();

    DeskHand() {
      desk.scratch().begin(parts, most(elements));
    }

    final int count(long first) {
      return (int) Math.min(chunk, elements - first);
    }

    final void evaluate(long first, int count, A out, int from) {
      if (fill.region() instanceof Region.Whole) {
        evaluator.evaluate(first, count, out, from, desk.scratch());
        return;
      }
      Region.Run run =
          (wholeIndex, regionIndex, length) ->
              evaluator.evaluate(
                  wholeIndex,
                  (int) length,
                  out,
                  from + (int) (regionIndex - first) * parts,
                  desk.scratch());
      fill.region().forEachRun(fill.shape(), first, count, run);
    }

    @Override
    void end() {
      desk.scratch().end();
      desks.giveBack(desk);
    }
  }

  /** Computes values where they belong. */
  private final class DirectHand extends DeskHand {
    private final A array;
    private final int start;

    DirectHand(DirectArray<A> target) {
      array = target.array();
      start = target.offset() + (int) destination.offset() * parts;
    }

    @Override
    void fill(long index) {
      long first = index * chunk;
      evaluate(first, count(first), array, start + (int) first * parts);
    }
  }

  /** Computes values, rounds and stores them. */
  private final class StoringHand extends DeskHand {
    private final ChunkStore<A> store =
        new ChunkStore<>(writers.apply(desk), parts, destination, regionShape);

    @Override
    void fill(long index) {
      long first = index * chunk;
      int count = count(first);
      A values = desk.scratch().borrow();
      evaluate(first, count, values, 0);
      store.write(first, count, values);
      desk.scratch().giveBack(values);
    }
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
