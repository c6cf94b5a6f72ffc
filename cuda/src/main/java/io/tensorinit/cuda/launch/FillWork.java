package io.tensorinit.cuda.launch;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.DevicePool;
import io.tensorinit.cuda.memory.DeviceWorkspace;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.HostFill;
import io.tensorinit.plan.OrthogonalFill;
import java.util.List;
import java.util.function.Consumer;

/**
 * One fill in one context. A fill that is more than a launch is rehearsed first: the same walk over
 * the plan loads its kernels, uploads its tables and adds up its workspace, but launches nothing.
 * So what can be refused or run out is known before anything is written.
 */
public final class FillWork {
  private final DeviceContext device;
  private final Fill fill;

  /**
   * A fill.
   *
   * @param device the context, which is current
   * @param fill what to fill
   */
  public FillWork(DeviceContext device, Fill fill) {
    this.device = device;
    this.fill = fill;
  }

  /**
   * Rehearses a fill of several boxes, one after the other.
   *
   * @param boxes the boxes
   * @param stream the stream it will be done on
   * @return the workspace as it was used; {@link DeviceWorkspace#most} is what the fill needs
   */
  DeviceWorkspace rehearse(List<PlacedBox> boxes, long stream) {
    return isLaunch(fill.plan()) && device.words().isEmpty()
        ? DeviceWorkspace.none()
        : rehearseFully(boxes, stream);
  }

  /**
   * Rehearses a fill of several boxes, whatever its plan: what stands behind other fills must not
   * be the first to ask for its table.
   *
   * @param boxes the boxes
   * @param stream the stream it will be done on
   * @return as {@link #rehearse}
   * @throws IllegalStateException if the stream is capturing and a library would be asked for
   *     workspace, or an old driver to load a kernel
   */
  DeviceWorkspace rehearseFully(List<PlacedBox> boxes, long stream) {
    if (fill.plan().contains(OrthogonalFill.class::isInstance)) {
      requireNotCapturing(stream, ""); // before a library is asked for its workspace
    }
    DeviceWorkspace workspace = DeviceWorkspace.rehearsed();
    launch(boxes, 0, workspace, stream, true);
    return workspace;
  }

  /** Whether nothing but a kernel is needed, and perhaps the table of a distribution. */
  private static boolean isLaunch(FillPlan plan) {
    return plan.subPlans().isEmpty()
        && !(plan instanceof OrthogonalFill
            || plan instanceof HostFill
            || plan instanceof DiagonalFill);
  }

  /**
   * Launches the fill of several boxes.
   *
   * @param boxes the boxes
   * @param address the address of cell 0
   * @param workspace at least what a rehearsal of these boxes took
   * @param stream the stream
   */
  void launch(List<PlacedBox> boxes, long address, DeviceWorkspace workspace, long stream) {
    launch(boxes, address, workspace, stream, false);
  }

  private void launch(
      List<PlacedBox> boxes,
      long address,
      DeviceWorkspace workspace,
      long stream,
      boolean rehearsed) {
    FillScope scope =
        new FillScope(
            device.memory(),
            rehearsed ? device.kernels().rehearsal() : device.kernels(),
            workspace,
            stream,
            fill.dtype(),
            rehearsed);
    FillLauncher launcher = new FillLauncher(scope, device.words(), device.matrices());
    BoxFill ready = fill.plan().make(fill.shape(), fill.key(), launcher);
    DeviceCells cells = new DeviceCells(address, fill.dtype().partType());
    for (PlacedBox box : boxes) {
      ready.fill(box, cells);
    }
  }

  /**
   * Rehearses the fill, takes its workspace, launches it and gives the workspace back behind it.
   *
   * @param destination where the region's elements go, and in the order of which stream
   * @throws IllegalStateException if the stream is capturing and the fill needs workspace or, with
   *     a driver older than CUDA 12.3, a kernel that is not loaded yet
   * @throws io.tensorinit.cuda.driver.CudaException if memory runs out, before anything is written,
   *     or a launch fails
   */
  public void run(DeviceDestination destination) {
    long[] strides = destination.strides(fill.regionShape());
    List<PlacedBox> boxes = PlacedBox.of(fill.region(), fill.shape(), 0, strides);
    run(boxes, destination.address(), destination.stream());
  }

  /**
   * As {@link #run(DeviceDestination)}, for boxes that are given.
   *
   * @param boxes the boxes
   * @param address the address of cell 0
   * @param stream the stream
   * @throws IllegalStateException if the stream is capturing and the fill needs workspace
   * @throws io.tensorinit.cuda.driver.CudaException if memory runs out, before anything is written,
   *     or a launch fails
   */
  void run(List<PlacedBox> boxes, long address, long stream) {
    DeviceWorkspace needed = rehearse(boxes, stream);
    inWorkspace(needed, stream, workspace -> launch(boxes, address, workspace, stream));
  }

  /**
   * Takes the workspace that a rehearsal of this fill needed, and gives it back behind its use.
   *
   * @param needed what {@link #rehearse} returned
   * @param stream the stream of the use
   * @param use launches what works in it
   * @throws IllegalStateException if the stream is capturing and workspace is needed
   * @throws io.tensorinit.cuda.driver.CudaException if memory runs out, before it is used
   */
  void inWorkspace(DeviceWorkspace needed, long stream, Consumer<DeviceWorkspace> use) {
    if (needed.most() == 0) {
      use.accept(DeviceWorkspace.none());
      return;
    }
    requireNotCapturing(stream, " (" + needed.most() + " bytes)");
    DevicePool.Block block = device.memory().pool().take(needed.most(), stream, use(needed));
    Cleanup.after(
        () -> use.accept(DeviceWorkspace.of(block.address(), needed.most())),
        () -> device.memory().pool().giveBack(block, stream));
  }

  private void requireNotCapturing(long stream, String size) {
    if (device.driver().isCapturing(stream)) {
      throw new IllegalStateException(
          "stream must not be capturing: a graph cannot keep the workspace of this fill" + size);
    }
  }

  /** What workspace is for, for messages. */
  String use(DeviceWorkspace needed) {
    return "filling "
        + fill.regionShape()
        + " of "
        + fill.dtype()
        + " (workspace, most of it "
        + needed.largestUse()
        + ")";
  }
}
