package io.tensorinit.memory;

import io.tensorinit.tensor.DType;

/** A {@code byte[]}: the bits of F8_E4M3 or F8_E5M2 elements. */
final class ByteArrayStorage implements Storage {
  private final byte[] array;

  ByteArrayStorage(byte[] array) {
    this.array = array;
  }

  @Override
  public long capacity(DType part) {
    if (part.bytes() != Byte.BYTES) {
      throw StorageChecks.cannotHold("byte[]", "F8_E4M3 and F8_E5M2", part);
    }
    return array.length;
  }

  @Override
  public void putBytes(long position, byte[] bits, int from, int count) {
    System.arraycopy(bits, from, array, Math.toIntExact(position), count);
  }

  @Override
  public String toString() {
    return "byte[]";
  }
}
