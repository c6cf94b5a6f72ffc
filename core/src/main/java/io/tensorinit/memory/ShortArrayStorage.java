package io.tensorinit.memory;

import io.tensorinit.tensor.DType;

/** A {@code short[]}: the bits of F16 or BF16 parts. */
final class ShortArrayStorage implements Storage {
  private final short[] array;

  ShortArrayStorage(short[] array) {
    this.array = array;
  }

  @Override
  public long capacity(DType part) {
    if (part.bytes() != Short.BYTES) {
      throw StorageChecks.cannotHold("short[]", "F16 and BF16", part);
    }
    return array.length;
  }

  @Override
  public void putShorts(long position, short[] bits, int from, int count) {
    System.arraycopy(bits, from, array, Math.toIntExact(position), count);
  }

  @Override
  public String toString() {
    return "short[]";
  }
}
