package io.tensorinit.cuda;

import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.Driver;
import java.util.ArrayList;
import java.util.List;

/**
 * Many tensors filled at once: what a model's hundreds of biases and norms want. A table of all
 * fills is uploaded when the batch is made; a fill of the batch is then one launch for the types
 * computed in float32 and one for float64, and every value has the bits of the single fill.
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
  private final List<Launch> launches = new ArrayList<>();
  private final List<DistributionTable> held = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();
  private boolean closed;

  /** A kernel over a table in device memory. */
  private record Launch(String kernel, long table, int runs, long tiles, int sharedBytes) {
    void start(Kernels kernels, long stream) {
      Arguments arguments = new Arguments().add(0L).add(table).add(runs).add(tiles);
      kernels.launchTiles("batch", kernel, tiles, sharedBytes, stream, arguments);
    }
  }

  /** A fill by launches of its own. */
  private record Other(FillWork work, List<PlacedBox> boxes, long address) {
    static Other of(DeviceContext context, DeviceFill each) {
      Fill fill = each.fill();
      long[] strides = each.destination().strides(fill.regionShape());
      List<PlacedBox> boxes = PlacedBox.of(fill.region(), fill.shape(), 0, strides);
      return new Other(new FillWork(context, fill), boxes, each.destination().address());
    }
  }

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
    try {
      makeTables(fills);
    } catch (RuntimeException e) {
      throw Cleanup.failed(e, this::freeTables);
    }
  }

  private void makeTables(List<DeviceFill> fills) {
    int blockBytes = context.kernels().sharedBytes();
    BatchTable single = new BatchTable(this::hold, blockBytes);
    BatchTable inDouble = new BatchTable(this::hold, blockBytes);
    for (DeviceFill each : fills) {
      BatchTable table = each.fill().dtype().isDouble() ? inDouble : single;
      if (!table.add(each.fill(), each.destination())) {
        others.add(Other.of(context, each));
      }
    }
    upload("fill_batch_f32", single);
    upload("fill_batch_f64", inDouble);
  }

  private long hold(DistributionTable table) {
    long address = context.memory().tables().hold(table);
    held.add(table);
    return address;
  }

  private void freeTables() {
    launches.forEach(launch -> context.memory().pool().free(launch.table()));
    held.forEach(context.memory().tables()::release);
  }

  private void upload(String kernel, BatchTable table) {
    if (table.count() == 0) {
      return;
    }
    byte[] bytes = table.bytes();
    long address = context.memory().pool().keep(bytes.length, "the table of a batch of fills");
    Launch launch = new Launch(kernel, address, table.count(), table.tiles(), table.sharedBytes());
    launches.add(launch);
    launch.start(context.kernels().rehearsal(), 0);
    Driver driver = context.driver();
    long stream = driver.createStream();
    try {
      context.memory().staging().upload(bytes.length, pinned -> pinned.put(bytes), address, stream);
      driver.synchronize(stream, "uploading the table of a batch of fills");
    } finally {
      driver.destroyStream(stream);
    }
  }

  /**
   * Fills all tensors in the order of a stream, and returns without waiting for it. The launches of
   * the tables allocate, copy and wait for nothing, and may be captured into a graph, which is good
   * until this batch is closed; other plans behave as when they are filled alone. Their tables and
   * their workspace, as much as the largest of them takes, are there before anything is launched.
   *
   * @param stream a stream of the context that the batch was made in; 0 is the default stream
   * @throws IllegalArgumentException if the stream is another context's
   * @throws IllegalStateException if this batch or its backend is closed, or if the stream is
   *     capturing and a plan needs workspace or, with a driver older than CUDA 12.3, a kernel that
   *     is not loaded yet
   * @throws BackendException if memory for another plan cannot be had, before anything is written;
   *     or if a call fails
   */
  public synchronized void fill(long stream) {
    if (closed) {
      throw new IllegalStateException("the batch is closed");
    }
    backend.onStream(
        context,
        stream,
        () -> {
          DeviceWorkspace most = DeviceWorkspace.none();
          Other largest = null;
          for (Other other : others) {
            DeviceWorkspace needed = other.work().rehearseFully(other.boxes(), stream);
            if (largest == null || needed.most() > most.most()) {
              most = needed;
              largest = other;
            }
          }
          if (largest == null) {
            launch(DeviceWorkspace.none(), stream);
          } else {
            largest.work().inWorkspace(most, stream, workspace -> launch(workspace, stream));
          }
        });
  }

  /** Launches everything; the other plans work in the same memory, one after the other. */
  private void launch(DeviceWorkspace workspace, long stream) {
    for (Launch launch : launches) {
      launch.start(context.kernels(), stream);
    }
    for (Other other : others) {
      other.work().launch(other.boxes(), other.address(), workspace, stream);
    }
  }

  /**
   * How many of the fills are launches of their own.
   *
   * @return the number of plans, regions and destinations that no table can hold
   */
  public int filledAlone() {
    return others.size();
  }

  /**
   * Waits for work of the device that uses the tables, and frees them. Closing again, or after the
   * backend, does nothing.
   *
   * @throws BackendException if the driver fails
   */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      Cleanup.after(
          () -> launches.forEach(launch -> backend.free(context, launch.table())),
          () -> held.forEach(context.memory().tables()::release));
    }
  }
}
