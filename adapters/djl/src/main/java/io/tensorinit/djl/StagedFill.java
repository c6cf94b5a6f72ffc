package io.tensorinit.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;

/**
 * A fill of memory that a backend does not reach: piece by piece in memory of the host, from which
 * PyTorch copies it to where the array's elements lie.
 */
final class StagedFill {
  /** Bytes of a piece. */
  static final long PIECE = 1L << 26;

  private final NDArray target;
  private final Fill fill;
  private final Backend backend;
  private final ByteBuffer piece;

  private StagedFill(NDArray target, Fill fill, Backend backend, long pieceBytes) {
    this.target = target;
    this.fill = fill;
    this.backend = backend;
    long bytes = Math.min(pieceBytes, fill.shape().elementCount() * fill.dtype().bytes());
    this.piece = target.getManager().allocateDirect(Math.toIntExact(bytes));
  }

  /**
   * Fills an array. What is recorded for gradients does not learn of it.
   *
   * @param array the array, of whatever view
   * @param fill the fill of the whole of it
   * @param backend what fills memory of the host
   * @param pieceBytes how many bytes are filled at a time, those of an element or more
   */
  static void run(NDArray array, Fill fill, Backend backend, long pieceBytes) {
    Shape shape = fill.shape();
    // shares the array's memory; PyTorch lets nobody write to what it records
    try (NDArray target = array.stopGradient()) {
      new StagedFill(target, fill, backend, pieceBytes).fill(new long[shape.rank()], shape.sizes());
    }
  }

  private void fill(long[] start, long[] sizes) {
    long bytes = Shape.of(sizes).elementCount() * fill.dtype().bytes();
    if (bytes <= piece.capacity()) {
      copy(start, sizes, Math.toIntExact(bytes));
      return;
    }
    int axis = 0;
    while (sizes[axis] == 1) {
      axis++;
    }
    long half = sizes[axis] / 2;
    long[] first = sizes.clone();
    first[axis] = half;
    fill(start, first);
    long[] from = start.clone();
    from[axis] += half;
    long[] rest = sizes.clone();
    rest[axis] -= half;
    fill(from, rest);
  }

  private void copy(long[] start, long[] sizes, int bytes) {
    ByteBuffer values = piece.duplicate().limit(bytes).slice();
    Region region = Region.box(start, sizes);
    backend.fill(
        new Fill(fill.plan(), fill.shape(), fill.dtype(), fill.key(), region),
        Destination.nativeOrder(values));
    NDIndex place = new NDIndex();
    for (int axis = 0; axis < sizes.length; axis++) {
      place.addSliceDim(start[axis], start[axis] + sizes[axis]);
    }
    try (NDArray source = target.getManager().create(values, shape(sizes), target.getDataType());
        NDArray there = source.toDevice(target.getDevice(), true)) {
      target.set(sizes.length == 0 ? new NDIndex("...") : place, there);
    }
  }

  private static ai.djl.ndarray.types.Shape shape(long[] sizes) {
    return new ai.djl.ndarray.types.Shape(sizes);
  }
}
