package io.tensorinit.memory;

import io.tensorinit.tensor.DType;
import java.nio.ShortBuffer;

/** What lies between position and limit of a {@code ShortBuffer}: the bits of F16 or BF16 parts. */
final class ShortBufferStorage implements Storage {
  private final ShortBuffer buffer;

  ShortBufferStorage(ShortBuffer buffer) {
    StorageChecks.writable("buffer", buffer);
    this.buffer = buffer.slice();
  }

  @Override
  public long capacity(DType part) {
    if (part.bytes() != Short.BYTES) {
      throw StorageChecks.cannotHold("ShortBuffer", "F16 and BF16", part);
    }
    return buffer.capacity();
  }

  @Override
  public void putShorts(long position, short[] bits, int from, int count) {
    buffer.put(Math.toIntExact(position), bits, from, count);
  }

  @Override
  public String toString() {
    return "ShortBuffer";
  }
}
