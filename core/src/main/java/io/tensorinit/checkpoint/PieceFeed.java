package io.tensorinit.checkpoint;

import io.tensorinit.backend.Backend;
import io.tensorinit.format.StoredType;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Parameter;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.Region;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Whole parameters as they would lie in a file, filled in memory piece by piece: for what needs the
 * bytes in order. While a piece is taken the next is filled; two pieces at a time are in memory. A
 * piece holds whole blocks of digests; of orthogonal matrices, which are computed whole, it holds
 * whole matrices. For one thread at a time.
 */
final class PieceFeed {
  private static final int PIECE_BYTES = 1 << 25;

  private final Backend backend;
  private final Progress progress;
  private ByteBuffer filling = ByteBuffer.allocate(0);
  private ByteBuffer taken = ByteBuffer.allocate(0);

  PieceFeed(Backend backend, Progress progress) {
    this.backend = backend;
    this.progress = progress;
  }

  /** Takes pieces, in order; never two at a time. */
  interface Taker {
    /**
     * Takes the next piece.
     *
     * @param position the place of its first byte in the tensor
     * @param piece its bytes, between position and limit
     */
    void take(long position, ByteBuffer piece) throws IOException;
  }

  /** The digest of a parameter, of which nothing was taken yet. */
  static TensorDigest digest(Parameter parameter) {
    StoredType type = StoredType.of(parameter.dtype()).orElseThrow();
    return new TensorDigest(type.name(), parameter.shape(), type.bits());
  }

  /** Fills a parameter and hands over all of it. */
  void run(Parameter parameter, Taker taker) throws IOException {
    long elements = parameter.shape().elementCount();
    long most = pieceElements(parameter);
    CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
    try {
      for (long first = 0; first < elements; first += most) {
        long count = Math.min(most, elements - first);
        fill(parameter, first, count);
        await(before);
        ByteBuffer piece = filling;
        filling = taken;
        taken = piece;
        long position = first * parameter.dtype().bytes();
        if (first + count == elements) {
          taker.take(position, piece);
          return;
        }
        before = CompletableFuture.runAsync(() -> unchecked(taker, position, piece));
      }
    } finally {
      before.exceptionally(failed -> null).join(); // after a failure, too, nothing is left at work
    }
  }

  private void fill(Parameter parameter, long first, long count) {
    int bytes = Math.toIntExact(count * parameter.dtype().bytes());
    if (filling.capacity() < bytes) {
      filling = ByteBuffer.allocate(bytes);
    }
    filling.clear().limit(bytes);
    Region region =
        count == parameter.shape().elementCount() ? Region.whole() : Region.range(first, count);
    backend.fill(
        parameter.fill(region),
        Destination.in(new CountingStorage(Destination.littleEndian(filling).storage(), progress)));
  }

  private static void unchecked(Taker taker, long position, ByteBuffer piece) {
    try {
      taker.take(position, piece);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CompletableFuture<Void> piece) throws IOException {
    try {
      piece.join();
    } catch (CompletionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause(), "cause");
      if (cause instanceof UncheckedIOException failed) {
        throw failed.getCause();
      }
      if (cause instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) cause;
    }
  }

  private static long pieceElements(Parameter parameter) {
    int bytes = parameter.dtype().bytes();
    long blocks = Math.max(1, PIECE_BYTES / (TensorDigest.BLOCK_ELEMENTS * bytes));
    long usual = blocks * TensorDigest.BLOCK_ELEMENTS;
    FillPlan plan = parameter.plan();
    if (!plan.contains(OrthogonalFill.class::isInstance)) {
      return usual;
    }
    long largest = (Integer.MAX_VALUE - 8) / bytes;
    long matrix = matrixElements(parameter);
    return matrix >= largest ? largest : Math.max(1, usual / matrix) * matrix;
  }

  /** The elements that are computed together: a matrix of a stack, else the whole tensor. */
  private static long matrixElements(Parameter parameter) {
    long matrix = Math.max(1, parameter.shape().elementCount());
    if (parameter.plan() instanceof OrthogonalFill stack) {
      List<Integer> axes = stack.view().batchAxes();
      for (int k = 0; k < axes.size(); k++) {
        if (axes.get(k) != k) {
          return Math.max(1, parameter.shape().elementCount());
        }
        matrix /= parameter.shape().size(k);
      }
    }
    return Math.max(1, matrix);
  }
}
