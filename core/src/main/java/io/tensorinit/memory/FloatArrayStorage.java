package io.tensorinit.memory;

import io.tensorinit.tensor.DType;

/**
 * A {@code float[]} from an entry on: parts of F32. A backend may write F32 parts straight into the
 * array.
 */
public final class FloatArrayStorage implements Storage {
  private final float[] array;
  private final int offset;

  FloatArrayStorage(float[] array, int offset) {
    this.array = array;
    this.offset = StorageChecks.offset("float[]", array.length, offset);
  }

  /**
   * The array itself, not a copy.
   *
   * @return the array
   */
  public float[] array() {
    return array;
  }

  /**
   * The entry of the first part.
   *
   * @return its index in the array
   */
  public int offset() {
    return offset;
  }

  @Override
  public long capacity(DType part) {
    if (part != DType.F32) {
      throw StorageChecks.cannotHold("float[]", "F32", part);
    }
    return (long) array.length - offset;
  }

  @Override
  public void putFloats(long position, float[] values, int from, int count) {
    System.arraycopy(values, from, array, Math.toIntExact(offset + position), count);
  }

  @Override
  public String toString() {
    return "float[]";
  }
}
