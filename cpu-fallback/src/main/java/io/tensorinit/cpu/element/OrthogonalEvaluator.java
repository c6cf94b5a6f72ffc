package io.tensorinit.cpu.element;

import io.tensorinit.cpu.orthogonal.MatrixRun;
import io.tensorinit.cpu.orthogonal.OrthogonalMatrices;
import io.tensorinit.cpu.orthogonal.OrthogonalMatrix;
import io.tensorinit.cpu.threads.WorkerPool;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Orthogonal matrices: each is computed whole when one of its elements is first asked for, by one
 * thread with the help of those that wait, and kept while it is in use.
 *
 * <p>Where the stack's axes come first, matrices are met one after the other and few are kept; else
 * they are interleaved and all are kept: as much memory as the tensor takes in the precision of the
 * computation.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class OrthogonalEvaluator<A> implements Evaluator<A> {
  private final OrthogonalMatrices matrices;
  private final Shape shape;
  private final int parts;
  private final PartReader<A> reader;
  private final WorkerPool pool;
  private final long[] rowStrides;
  private final long[] columnStrides;
  private final long[] batchStrides;
  private final long rowStep;
  private final long columnStep;
  private final long runLength;
  private final Map<Long, CompletableFuture<OrthogonalMatrix>> recent;

  OrthogonalEvaluator(
      OrthogonalMatrices matrices,
      MatrixView view,
      Shape shape,
      int parts,
      PartReader<A> reader,
      WorkerPool pool) {
    this.matrices = matrices;
    this.shape = shape;
    this.parts = parts;
    this.reader = reader;
    this.pool = pool;
    rowStrides = strides(view.rowAxes());
    columnStrides = strides(view.columnAxes());
    batchStrides = strides(view.batchAxes());
    rowStep = ofLastAxis(rowStrides);
    columnStep = ofLastAxis(columnStrides);
    runLength = runLength();
    recent = new Recent(isLeading(view.batchAxes()) ? 2L * pool.threads() + 2 : Long.MAX_VALUE);
  }

  /** What each axis of the tensor contributes to an index that runs over some of them. */
  private long[] strides(List<Integer> axes) {
    long[] strides = new long[shape.rank()];
    long stride = 1;
    for (int k = axes.size() - 1; k >= 0; k--) {
      strides[axes.get(k)] = stride;
      stride *= shape.size(axes.get(k));
    }
    return strides;
  }

  private static long ofLastAxis(long[] strides) {
    return strides.length == 0 ? 0 : strides[strides.length - 1];
  }

  private static boolean isLeading(List<Integer> axes) {
    for (int k = 0; k < axes.size(); k++) {
      if (axes.get(k) != k) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void evaluate(long first, int count, A out, int from, ScratchChunks<A> scratch) {
    long batch = -1;
    OrthogonalMatrix matrix = null;
    for (int done = 0; done < count; ) {
      Odometer index = new Odometer(shape, first + done);
      long wanted = dot(index, batchStrides);
      if (matrix == null || wanted != batch) {
        batch = wanted;
        matrix = matrix(batch);
      }
      int length = (int) Math.min(runLength - (first + done) % runLength, count - done);
      MatrixRun run =
          new MatrixRun(
              dot(index, rowStrides), dot(index, columnStrides), rowStep, columnStep, length);
      for (int part = 0; part < parts; part++) {
        reader.read(matrix, run, part, out, from + done * parts + part, parts);
      }
      done += length;
    }
  }

  private static long dot(Odometer index, long[] strides) {
    long sum = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      sum += index.at(axis) * strides[axis];
    }
    return sum;
  }

  /**
   * The number of successive elements, from a multiple of it on, that lie in one matrix at equal
   * steps: the last axis, and those before it that go on where it ends.
   */
  private long runLength() {
    int axis = shape.rank() - 1;
    if (axis < 0 || batchStrides[axis] != 0) {
      return 1;
    }
    long length = shape.size(axis);
    while (axis > 0
        && batchStrides[axis - 1] == 0
        && goesOn(rowStrides, axis)
        && goesOn(columnStrides, axis)) {
      axis--;
      length *= shape.size(axis);
    }
    return length;
  }

  private boolean goesOn(long[] strides, int axis) {
    return strides[axis - 1] == strides[axis] * shape.size(axis);
  }

  private OrthogonalMatrix matrix(long batch) {
    CompletableFuture<OrthogonalMatrix> mine = new CompletableFuture<>();
    CompletableFuture<OrthogonalMatrix> known;
    synchronized (recent) {
      known = recent.putIfAbsent(batch, mine);
    }
    if (known != null) {
      return pool.await(known);
    }
    try {
      mine.complete(matrices.matrix(batch));
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    }
    return mine.join();
  }

  /**
   * Reads one part of each element of a run.
   *
   * @param <A> {@code float[]} or {@code double[]}
   */
  @FunctionalInterface
  interface PartReader<A> {
    void read(OrthogonalMatrix matrix, MatrixRun run, int part, A out, int at, int step);
  }

  /** The matrices asked for last. */
  private static final class Recent
      extends LinkedHashMap<Long, CompletableFuture<OrthogonalMatrix>> {
    private static final long serialVersionUID = 1L;

    private final long most;

    Recent(long most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(
        Map.Entry<Long, CompletableFuture<OrthogonalMatrix>> eldest) {
      return size() > most;
    }
  }
}
