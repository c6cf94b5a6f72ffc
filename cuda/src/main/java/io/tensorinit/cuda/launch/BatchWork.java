package io.tensorinit.cuda.launch;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.kernel.Kernels;
import io.tensorinit.cuda.memory.DevicePool;
import io.tensorinit.cuda.memory.DeviceWorkspace;
import io.tensorinit.cuda.memory.DistributionTable;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Many fills in one context, as few launches: a table of runs in device memory for each kernel of
 * {@code batch.cu}, and beside it the fills that no table can hold. Not for use by several threads;
 * each method wants the context to be current.
 */
public final class BatchWork {
  private final DeviceContext context;
  private final Map<DType, BatchTable> tables = new EnumMap<>(DType.class);
  private final List<Launch> launches = new ArrayList<>();
  private final List<DistributionTable> held = new ArrayList<>();
  private final List<Other> others = new ArrayList<>();

  /** A kernel over a table in device memory. */
  private record Launch(Kernels.Batch kernel, long table, int runs, long tiles) {
    void start(long stream) {
      kernel.launch(tiles, stream, new Arguments().add(0L).add(table).add(runs).add(tiles));
    }
  }

  /** A fill by launches of its own. */
  private record Other(FillWork work, List<PlacedBox> boxes, long address) {}

  /**
   * No fills yet.
   *
   * @param context the context
   */
  public BatchWork(DeviceContext context) {
    this.context = context;
  }

  private BatchTable tableOf(DType cellType) {
    return tables.computeIfAbsent(
        cellType, type -> new BatchTable(type, this::hold, context.kernels().sharedBytes()));
  }

  private long hold(DistributionTable table) {
    long address = context.memory().tables().hold(table);
    held.add(table);
    return address;
  }

  /**
   * Adds a fill. Uploads the table of its distribution, which stays until {@link #free}.
   *
   * @param fill the fill
   * @param destination where its region's elements go
   * @throws io.tensorinit.cuda.driver.CudaException if memory runs out, or a call fails
   */
  public void add(Fill fill, DeviceDestination destination) {
    if (!tableOf(fill.dtype().partType()).add(fill, destination)) {
      long[] strides = destination.strides(fill.regionShape());
      List<PlacedBox> boxes = PlacedBox.of(fill.region(), fill.shape(), 0, strides);
      others.add(new Other(new FillWork(context, fill), boxes, destination.address()));
    }
  }

  /**
   * Uploads the tables of runs, waits for that, and loads their kernels. No fill is added later.
   *
   * @throws io.tensorinit.cuda.driver.CudaException if memory runs out, or a call fails
   */
  public void upload() {
    tables.forEach(this::upload);
  }

  private void upload(DType cellType, BatchTable table) {
    if (table.count() == 0) {
      return;
    }
    Kernels.Batch kernel = context.kernels().batch(cellType, table.largest(), table.sharedBytes());
    int log = kernel.tileLog(table::tiles);
    byte[] bytes = table.bytes(log);
    long address =
        context.memory().pool().keepTargets(bytes.length, "the table of a batch of fills");
    launches.add(new Launch(kernel, address, table.count(), table.tiles(log)));
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
   * Launches all fills. The tables of other plans and their workspace, as much as the largest of
   * them takes, are there before anything is launched.
   *
   * @param stream the stream
   * @throws IllegalStateException if the stream is capturing and a plan needs workspace or, with a
   *     driver older than CUDA 12.3, a kernel that is not loaded yet
   * @throws io.tensorinit.cuda.driver.CudaException if memory runs out, before anything is written,
   *     or a launch fails
   */
  public void launch(long stream) {
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
  }

  /** Launches everything; the other plans work in the same memory, one after the other. */
  private void launch(DeviceWorkspace workspace, long stream) {
    Cleanup.after(
        () -> {
          launches.forEach(launch -> launch.start(stream));
          others.forEach(
              other -> other.work().launch(other.boxes(), other.address(), workspace, stream));
        },
        () -> markUse(stream));
  }

  /**
   * One mark a stream serves all tables, which are freed one after the other, and what they fill.
   */
  private void markUse(long stream) {
    DevicePool pool = context.memory().pool();
    if (!launches.isEmpty()) {
      pool.markUse(launches.get(0).table(), stream);
    }
    others.forEach(other -> pool.markUse(other.address(), stream));
  }

  /**
   * How many of the fills are launches of their own.
   *
   * @return the number of fills that no table can hold
   */
  public int filledAlone() {
    return others.size();
  }

  /**
   * Frees the tables, once. Needs no context to be current.
   *
   * @param freeing frees kept memory of the context by its address
   */
  public void free(LongConsumer freeing) {
    List<Runnable> steps = new ArrayList<>();
    launches.forEach(launch -> steps.add(() -> freeing.accept(launch.table())));
    steps.add(() -> held.forEach(context.memory().tables()::release));
    Cleanup.runAll(steps);
  }
}
