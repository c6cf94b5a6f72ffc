package io.tensorinit.cuda;

import io.tensorinit.memory.HostDestination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.OptionalLong;

/**
 * One copy of a tensor from device to host memory. It stands behind what a stream was given before
 * the copy was made, whenever it runs; or behind the tensor's last fill.
 */
final class BufferCopy {
  private final DeviceContext device;
  private final long address;
  private final DType dtype;
  private final List<Piece> whole;
  private final HostDestination destination;

  /** The place in the stream; 0 for the last fill. */
  private final long event;

  /**
   * Marks the place in the stream.
   *
   * @param device the context, which is current
   * @param buffer the tensor
   * @param destination where its elements go
   * @param stream the stream; empty for the last fill
   */
  BufferCopy(
      DeviceContext device, DeviceBuffer buffer, HostDestination destination, OptionalLong stream) {
    Shape shape = buffer.shape();
    this.device = device;
    this.address = buffer.address();
    this.dtype = buffer.dtype();
    this.destination = destination;
    this.whole =
        shape.elementCount() == 0
            ? List.of()
            : List.of(
                new Piece(
                    new long[shape.rank()],
                    shape.sizes(),
                    destination.offset(),
                    destination.strides(shape)));
    this.event = stream.isPresent() ? eventOn(stream.getAsLong()) : 0;
  }

  private long eventOn(long stream) {
    long made = device.driver().createEvent();
    try {
      device.driver().recordEvent(made, stream);
    } catch (RuntimeException e) {
      device.driver().destroyEvent(made);
      throw e;
    }
    return made;
  }

  /** Copies and waits, once. The context is current. */
  void run() {
    try {
      device.transfers().with(this::transfer);
    } finally {
      if (event != 0) {
        device.driver().destroyEvent(event);
      }
    }
  }

  private void transfer(Transfer transfer) {
    List<Transfer.Chunk> chunks = Transfer.chunks(whole, dtype);
    for (int i = 0; i < Math.min(2, chunks.size()); i++) {
      Transfer.Lane lane = transfer.lane(i);
      lane.reserve(Transfer.largest(chunks, dtype));
      if (event == 0) {
        device.memory().waitForFill(address, lane.stream());
      } else {
        device.driver().waitForEvent(lane.stream(), event);
      }
    }
    transfer.run(
        chunks,
        dtype,
        destination.storage(),
        (chunk, lane) -> address + chunk.offset() * dtype.bytes());
  }
}
