package io.tensorinit.cuda;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.launch.BatchWork;
import io.tensorinit.cuda.launch.DeviceContext;
import java.util.List;

/**
 * Many tensors filled at once: what a model's hundreds of biases and norms want. A table of all
 * fills is uploaded when the batch is made; a fill of the batch is then one launch for each type of
 * cells (of F32 and C64 together, say), and every value has the bits of the single fill.
 *
 * <p>A launch takes constants and the continuous distributions (uniform, normal, truncated normal,
 * quantile plans) whose region is made of whole runs of the flattened tensor (a whole tensor, a
 * range, whole rows) and goes to consecutive cells. Any other plan, region or destination may be
 * given, too: it is filled as {@link CudaBackend#fill} would, by launches of its own.
 *
 * <pre>{@code
 * try (FillBatch batch = gpu.batch(fills)) {
 *   batch.fill(stream);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads, one of which fills at a time.
 */
public final class FillBatch implements AutoCloseable {
  private final CudaBackend backend;
  private final DeviceContext context;
  private final BatchWork work;
  private boolean closed;

  /**
   * Makes the tables and uploads them.
   *
   * @param backend the backend
   * @param context the context, which is current
   * @param fills what to fill, checked
   */
  FillBatch(CudaBackend backend, DeviceContext context, List<DeviceFill> fills) {
    this.backend = backend;
    this.context = context;
    this.work = new BatchWork(context);
    try {
      fills.forEach(each -> work.add(each.fill(), each.destination()));
      work.upload();
    } catch (RuntimeException e) {
      throw Cleanup.failed(e, this::free);
    }
  }

  private void free() {
    work.free(address -> backend.free(context, address));
  }

  /**
   * Fills all tensors in the order of a stream, and returns without waiting for it. The launches of
   * the tables allocate, copy and wait for nothing, and may be captured into a graph, which is good
   * until this batch is closed; other plans behave as when they are filled alone. Their tables and
   * their workspace, as much as the largest of them takes, are there before anything is launched.
   *
   * @param stream a stream of the context that the batch was {@linkplain CudaBackend#batch made}
   *     in; 0 is the default stream
   * @throws IllegalArgumentException if the stream is another context's
   * @throws IllegalStateException if this batch or its backend is closed, or if the stream is
   *     capturing and a plan needs workspace or, with a driver older than CUDA 12.3, a kernel that
   *     is not loaded yet, or if it is the default stream and a stream that waits for that is
   *     captured
   * @throws BackendException if memory for another plan cannot be had, before anything is written;
   *     or if a call fails
   */
  public synchronized void fill(long stream) {
    if (closed) {
      throw new IllegalStateException("the batch is closed");
    }
    backend.onStream(context, stream, () -> work.launch(stream));
  }

  /**
   * How many of the fills are launches of their own.
   *
   * @return the number of plans, regions and destinations that no table can hold
   */
  public int filledAlone() {
    return work.filledAlone();
  }

  /**
   * Waits for the fills of this batch, on all streams, and frees the tables; graphs that captured
   * it must have passed. Closing again, or after the backend, does nothing.
   *
   * @throws BackendException if the driver fails
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      free();
    }
  }
}
