package io.tensorinit.memory;

import io.tensorinit.tensor.DType;

/**
 * A {@code double[]} from an entry on: parts of F64. A backend may write F64 parts straight into
 * the array.
 */
public final class DoubleArrayStorage implements Storage {
  private final double[] array;
  private final int offset;

  DoubleArrayStorage(double[] array, int offset) {
    this.array = array;
    this.offset = StorageChecks.offset("double[]", array.length, offset);
  }

  /**
   * The array itself, not a copy.
   *
   * @return the array
   */
  public double[] array() {
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
    if (part != DType.F64) {
      throw StorageChecks.cannotHold("double[]", "F64", part);
    }
    return (long) array.length - offset;
  }

  @Override
  public void putDoubles(long position, double[] values, int from, int count) {
    System.arraycopy(values, from, array, Math.toIntExact(offset + position), count);
  }

  @Override
  public String toString() {
    return "double[]";
  }
}
