package io.tensorinit.cuda.launch;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.memory.DevicePool;
import io.tensorinit.cuda.memory.DeviceWorkspace;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.cuda.memory.Transfer;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.memory.Storage;
import io.tensorinit.plan.OrthogonalFill;
import java.util.ArrayList;
import java.util.List;

/**
 * A fill of host memory. Elements that are functions of their own words are made chunk by chunk on
 * their way; an orthogonal matrix is formed once, whole, and then copied.
 */
public final class FillToHost {
  private final DeviceContext device;
  private final Fill fill;
  private final FillWork work;

  /**
   * A fill.
   *
   * @param device the context, which is current
   * @param fill what to fill
   */
  public FillToHost(DeviceContext device, Fill fill) {
    this.device = device;
    this.fill = fill;
    this.work = new FillWork(device, fill);
  }

  /**
   * Fills, copies and waits. All device memory is there before anything is written.
   *
   * @param destination where the region's elements go
   * @throws io.tensorinit.backend.BackendException if memory runs out, before anything is written,
   *     or a call fails
   * @throws java.io.UncheckedIOException if a file cannot be written
   */
  public void run(HostDestination destination) {
    long[] strides = destination.strides(fill.regionShape());
    List<PlacedBox> boxes =
        PlacedBox.of(fill.region(), fill.shape(), destination.offset(), strides);
    device.memory().withTransfer(transfer -> run(boxes, destination.storage(), transfer));
  }

  private void run(List<PlacedBox> boxes, Storage storage, Transfer transfer) {
    List<Transfer.Chunk> chunks = Transfer.chunks(boxes, fill.dtype());
    boolean whole = fill.plan().contains(OrthogonalFill.class::isInstance);
    if (whole && chunks.size() > 1) {
      formWhole(boxes, chunks, storage, transfer);
    } else {
      formChunks(chunks, storage, transfer);
    }
  }

  private void formChunks(List<Transfer.Chunk> chunks, Storage storage, Transfer transfer) {
    List<PlacedBox> packed = chunks.stream().map(chunk -> chunk.box().packed()).toList();
    DeviceWorkspace needed = work.rehearse(packed, transfer.lane(0).stream());
    List<DevicePool.Block> blocks = new ArrayList<>();
    Cleanup.after(
        () -> {
          for (int i = 0; i < Math.min(2, chunks.size()); i++) {
            Transfer.Lane lane = transfer.lane(i);
            lane.reserveOnDevice(Transfer.largest(chunks, fill.dtype()));
            if (needed.most() > 0) {
              blocks.add(
                  device.memory().pool().take(needed.most(), lane.stream(), work.use(needed)));
            }
          }
          transfer.run(
              chunks,
              fill.dtype(),
              storage,
              (chunk, lane) -> {
                DeviceWorkspace workspace =
                    needed.most() == 0
                        ? DeviceWorkspace.none()
                        : DeviceWorkspace.of(
                            blocks.get(lane == transfer.lane(0) ? 0 : 1).address(), needed.most());
                List<PlacedBox> box = List.of(chunk.box().packed());
                work.launch(box, lane.device(), workspace, lane.stream());
                return lane.device();
              });
        },
        () -> giveBack(blocks, transfer));
  }

  private void giveBack(List<DevicePool.Block> blocks, Transfer transfer) {
    List<Runnable> steps = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      DevicePool.Block block = blocks.get(i);
      long stream = transfer.lane(i).stream();
      steps.add(() -> device.memory().pool().giveBack(block, stream));
    }
    Cleanup.runAll(steps);
  }

  private void formWhole(
      List<PlacedBox> boxes, List<Transfer.Chunk> chunks, Storage storage, Transfer transfer) {
    int bytes = fill.dtype().bytes();
    long stream = transfer.lane(0).stream();
    for (int i = 0; i < 2; i++) {
      transfer.lane(i).reserve(Transfer.largest(chunks, fill.dtype()));
    }
    DevicePool.Block tensor =
        device
            .memory()
            .pool()
            .take(
                Math.multiplyExact(fill.regionShape().elementCount(), (long) bytes),
                stream,
                "an orthogonal tensor on its way to the host");
    Cleanup.after(
        () -> {
          List<PlacedBox> packed = new ArrayList<>();
          long offset = 0;
          for (PlacedBox box : boxes) {
            packed.add(box.packedFrom(offset));
            offset += box.count();
          }
          work.run(packed, tensor.address(), stream);
          transfer.lane(1).waitFor(stream);
          transfer.run(
              chunks,
              fill.dtype(),
              storage,
              (chunk, lane) -> tensor.address() + chunk.offset() * bytes);
        },
        () -> device.memory().pool().giveBack(tensor, stream));
  }
}
