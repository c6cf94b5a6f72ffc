package io.tensorinit.cuda;

import io.tensorinit.backend.BackendException;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A tensor in device memory, row-major and packed, of a {@link CudaBackend}. It lies in the
 * device's primary context. Safe for use by several threads.
 *
 * <pre>{@code
 * try (CudaBackend gpu = CudaBackend.open(0);
 *     DeviceBuffer weights =
 *         gpu.create(TensorInit.tensor(heNormal()).shape(512, 256).name("fc1.weight"))) {
 *   launchTraining(weights.address());
 *   weights.copyTo(Destination.of(floats));
 * }
 * }</pre>
 */
public final class DeviceBuffer implements AutoCloseable {
  private final CudaBackend backend;
  private final DType dtype;
  private final Shape shape;
  private final long address;

  /** The memory of others is left to them. */
  private final boolean own;

  /** Copies under way; those that ended are dropped as others come. */
  private final List<CompletableFuture<Void>> copies = new CopyOnWriteArrayList<>();

  private volatile boolean closed;

  /** A tensor in memory of its own, which it frees. */
  DeviceBuffer(CudaBackend backend, DType dtype, Shape shape, long address) {
    this(backend, dtype, shape, address, true);
  }

  /** A tensor in a part of other memory, if that is not its own. */
  DeviceBuffer(CudaBackend backend, DType dtype, Shape shape, long address, boolean own) {
    this.own = own;
    this.backend = backend;
    this.dtype = dtype;
    this.shape = shape;
    this.address = address;
  }

  /**
   * Where its first element lies.
   *
   * @return the device pointer, a multiple of 256, for as long as this buffer and its backend are
   *     open
   * @throws IllegalStateException if one of them is closed
   */
  public long address() {
    requireOpen();
    return address;
  }

  /**
   * Where a fill of this tensor goes: row-major, in the order of the default stream unless {@link
   * DeviceDestination#onStream another} is named. It takes a region of this shape and dtype alone;
   * for a part of this tensor, or another reading of it, make one {@linkplain
   * DeviceDestination#at(long) at an address} in it.
   *
   * <pre>{@code
   * request.on(gpu).into(buffer.destination().onStream(stream));
   * }</pre>
   *
   * @return the destination, for as long as this buffer and its backend are open
   * @throws IllegalStateException if one of them is closed
   */
  public DeviceDestination destination() {
    return DeviceDestination.at(address()).holding(shape, dtype);
  }

  /**
   * The tensor's shape.
   *
   * @return the shape
   */
  public Shape shape() {
    return shape;
  }

  /**
   * The type of its elements.
   *
   * @return the dtype
   */
  public DType dtype() {
    return dtype;
  }

  /**
   * Its size.
   *
   * @return the bytes of all elements
   */
  public long byteSize() {
    return shape.elementCount() * dtype.bytes();
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the device buffer is closed");
    }
    backend.requireOpen();
  }

  /**
   * Copies all elements to the host, behind the fills by this backend (whose streams may be gone by
   * now; a fill that a graph captured, or of a batch, is not known), and waits. Behind the default
   * stream where there was none. Where something else wrote them since, {@linkplain
   * #copyTo(HostDestination, long) name its stream}. Costs the time of the copy through pinned
   * memory, in chunks; the host writes a chunk while the next is on its way.
   *
   * @param destination where they go
   * @throws IllegalArgumentException if the destination cannot hold them
   * @throws IllegalStateException if this buffer or its backend is closed
   * @throws BackendException if the copy, or the work before it, fails
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public void copyTo(HostDestination destination) {
    copyNow(destination, OptionalLong.empty());
  }

  /**
   * Copies all elements to the host, behind what a stream was given so far, and waits.
   *
   * @param destination where they go
   * @param behind the stream on which they were written; 0 is the default stream
   * @throws IllegalArgumentException as {@link #copyTo(HostDestination)}
   * @throws IllegalStateException as {@link #copyTo(HostDestination)}
   * @throws BackendException as {@link #copyTo(HostDestination)}
   * @throws java.io.UncheckedIOException as {@link #copyTo(HostDestination)}
   */
  public void copyTo(HostDestination destination, long behind) {
    copyNow(destination, OptionalLong.of(behind));
  }

  private void copyNow(HostDestination destination, OptionalLong behind) {
    requireOpen();
    destination.require(shape, dtype);
    backend.copy(this, Region.whole(), destination, behind).run();
  }

  /**
   * Copies some elements to the host, behind the fills, as {@link #copyTo(HostDestination)} copies
   * all of them. Each run of neighbours is a transfer of its own.
   *
   * @param region which
   * @param destination where the region's elements go
   * @throws IllegalArgumentException if the region does not lie inside the shape, or the
   *     destination cannot hold it
   * @throws IllegalStateException as {@link #copyTo(HostDestination)}
   * @throws BackendException as {@link #copyTo(HostDestination)}
   * @throws java.io.UncheckedIOException as {@link #copyTo(HostDestination)}
   */
  public void copyTo(Region region, HostDestination destination) {
    requireOpen();
    destination.require(region.shapeIn(shape), dtype);
    backend.copy(this, region, destination, OptionalLong.empty()).run();
  }

  /**
   * Copies all elements to the host in a thread of the backend's, behind what a stream was given so
   * far. The elements must stay as they are until the copy is complete; closing this buffer, or the
   * backend, waits for it.
   *
   * @param destination where they go
   * @param behind the stream on which they were written; 0 is the default stream
   * @return completes when all elements are written; or with what {@link #copyTo(HostDestination)}
   *     throws
   * @throws IllegalArgumentException if the destination cannot hold the elements
   * @throws IllegalStateException if this buffer or its backend is closed
   * @throws BackendException if the copy cannot be begun
   */
  public synchronized CompletableFuture<Void> copyToAsync(
      HostDestination destination, long behind) {
    requireOpen();
    destination.require(shape, dtype);
    copies.removeIf(CompletableFuture::isDone);
    CompletableFuture<Void> copy =
        backend.inBackground(
            backend.copy(this, Region.whole(), destination, OptionalLong.of(behind)));
    copies.add(copy);
    return copy;
  }

  /**
   * Waits for copies to the host and for fills by this backend, on all streams, and frees the
   * memory; a part of a {@linkplain CudaBackend#allocateBlock block} is freed with it. Other work
   * that uses the memory, and graphs, must have passed. Closing again, or after the backend, does
   * nothing.
   *
   * @throws BackendException if the driver fails
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      copies.forEach(CopyThreads::await);
      if (own) {
        backend.free(address);
      }
    }
  }
}
