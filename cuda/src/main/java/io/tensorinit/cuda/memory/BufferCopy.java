package io.tensorinit.cuda.memory;

import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * One copy of a tensor from device to host memory. It stands behind what a stream was given before
 * the copy was made, whenever it runs; or behind the tensor's last fill on each stream.
 */
public final class BufferCopy {
  private final ContextMemory memory;
  private final long address;
  private final DType dtype;
  private final List<Transfer.Chunk> chunks;
  private final HostDestination destination;

  /** The place in the stream; 0 for the fills' own. */
  private final long event;

  /**
   * Marks the place in the stream.
   *
   * @param memory the memory of the context that is current
   * @param address the tensor's address, in kept memory; its elements are packed
   * @param shape its shape
   * @param dtype the type of its elements
   * @param region which of them
   * @param destination where they go
   * @param stream the stream; empty for the last fills, or the default stream where there was none
   */
  public BufferCopy(
      ContextMemory memory,
      long address,
      Shape shape,
      DType dtype,
      Region region,
      HostDestination destination,
      OptionalLong stream) {
    this.memory = memory;
    this.address = address;
    this.dtype = dtype;
    this.destination = destination;
    this.chunks = chunks(shape, dtype, region, destination);
    boolean behindFill = stream.isEmpty() && memory.pool().hasUse(address);
    this.event = behindFill ? 0 : eventOn(stream.orElse(0));
  }

  /** The runs of a region in the tensor, and the places that their elements go to. */
  private static List<Transfer.Chunk> chunks(
      Shape shape, DType dtype, Region region, HostDestination destination) {
    List<Transfer.Chunk> chunks = new ArrayList<>();
    Shape regionShape = region.shapeIn(shape);
    long[] strides = destination.strides(regionShape);
    region.forEachRun(
        shape,
        (first, at, length) -> {
          long source = first;
          for (PlacedBox box :
              PlacedBox.of(Region.range(at, length), regionShape, 0, new long[] {1})) {
            long cell = destination.offset();
            for (int axis = 0; axis < strides.length; axis++) {
              cell += box.start()[axis] * strides[axis];
            }
            PlacedBox placed = new PlacedBox(box.start(), box.size(), cell, strides);
            for (Transfer.Chunk chunk : Transfer.chunks(List.of(placed), dtype)) {
              chunks.add(new Transfer.Chunk(chunk.box(), source + chunk.offset()));
            }
            source += box.count();
          }
        });
    return chunks;
  }

  private long eventOn(long stream) {
    if (Driver.isDefault(stream)) {
      memory.driver().isCapturing(stream); // refuses one that is not to be used now
    }
    long made = memory.driver().createEvent();
    try {
      memory.driver().recordEvent(made, stream);
    } catch (RuntimeException e) {
      memory.driver().destroyEvent(made);
      throw e;
    }
    return made;
  }

  /** Copies and waits, once. The context is current. */
  public void run() {
    try {
      memory.withTransfer(this::transfer);
    } finally {
      if (event != 0) {
        memory.driver().destroyEvent(event);
      }
    }
  }

  private void transfer(Transfer transfer) {
    for (int i = 0; i < Math.min(2, chunks.size()); i++) {
      Transfer.Lane lane = transfer.lane(i);
      lane.reserve(Transfer.largest(chunks, dtype));
      if (event == 0) {
        memory.pool().waitForUse(address, lane.stream());
      } else {
        memory.driver().waitForEvent(lane.stream(), event);
      }
    }
    transfer.run(
        chunks,
        dtype,
        destination.storage(),
        (chunk, lane) -> address + chunk.offset() * dtype.bytes());
  }
}
