package io.tensorinit.memory;

import io.tensorinit.tensor.DType;
import java.nio.FloatBuffer;

/**
 * What lies between position and limit of a {@code FloatBuffer}: parts of F32, in the buffer's
 * order.
 */
final class FloatBufferStorage implements Storage {
  private final FloatBuffer buffer;

  FloatBufferStorage(FloatBuffer buffer) {
    StorageChecks.writable("buffer", buffer);
    this.buffer = buffer.slice();
  }

  @Override
  public long capacity(DType part) {
    if (part != DType.F32) {
      throw StorageChecks.cannotHold("FloatBuffer", "F32", part);
    }
    return buffer.capacity();
  }

  @Override
  public void putFloats(long position, float[] values, int from, int count) {
    buffer.put(Math.toIntExact(position), values, from, count);
  }

  @Override
  public String toString() {
    return "FloatBuffer";
  }
}
