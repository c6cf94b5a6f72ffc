package io.tensorinit.cuda;

import io.tensorinit.DType;
import io.tensorinit.cuda.driver.Driver;
import java.nio.ByteBuffer;

/** Device memory, pinned host memory and a stream for one fill of host memory. */
final class Transfer implements AutoCloseable {
  private final Driver driver;
  private final DType dtype;
  private final int bytes;
  private final long stream;
  private ByteBuffer pinned;
  private long device;

  Transfer(Driver driver, DType dtype, long elements) {
    this.driver = driver;
    this.dtype = dtype;
    this.bytes = Math.toIntExact(elements * dtype.bytes());
    this.stream = driver.createStream();
    try {
      this.pinned = driver.allocatePinned(bytes);
      this.device = driver.allocate(bytes, stream, "a chunk on its way to the host");
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  long stream() {
    return stream;
  }

  long deviceAddress() {
    return device;
  }

  long mostElements() {
    return bytes / dtype.bytes();
  }

  /** Waits for the chunk and copies it. */
  ByteBuffer toHost(long elements) {
    ByteBuffer cells = pinned.duplicate().order(pinned.order());
    cells.clear().limit((int) (elements * dtype.bytes()));
    driver.copyToHost(cells, device, stream);
    driver.synchronize(stream, "waiting for a chunk");
    return cells;
  }

  @Override
  public void close() {
    if (device != 0) {
      driver.free(device, stream);
    }
    if (pinned != null) {
      driver.freePinned(pinned);
    }
    driver.destroyStream(stream);
  }
}
