package io.tensorinit.memory;

import io.tensorinit.tensor.DType;
import java.nio.DoubleBuffer;

/**
 * What lies between position and limit of a {@code DoubleBuffer}: parts of F64, in the buffer's
 * order.
 */
final class DoubleBufferStorage implements Storage {
  private final DoubleBuffer buffer;

  DoubleBufferStorage(DoubleBuffer buffer) {
    StorageChecks.writable("buffer", buffer);
    this.buffer = buffer.slice();
  }

  @Override
  public long capacity(DType part) {
    if (part != DType.F64) {
      throw StorageChecks.cannotHold("DoubleBuffer", "F64", part);
    }
    return buffer.capacity();
  }

  @Override
  public void putDoubles(long position, double[] values, int from, int count) {
    buffer.put(Math.toIntExact(position), values, from, count);
  }

  @Override
  public String toString() {
    return "DoubleBuffer";
  }
}
