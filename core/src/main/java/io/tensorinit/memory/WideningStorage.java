package io.tensorinit.memory;

import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;

/**
 * A storage of float32 or float64 that takes parts of a narrower type: each becomes the wider
 * number that equals it. Nothing is rounded.
 */
final class WideningStorage implements Storage {
  /** Parts that are widened at once. */
  private static final int CHUNK = 1 << 10;

  private final Storage storage;
  private final DType narrow;
  private final DType wide;

  /**
   * A storage for parts of a type.
   *
   * @param storage where the wide parts go
   * @param narrow the type of the parts that are put
   * @param wide F32 or F64, the type that the other storage holds them as
   */
  private WideningStorage(Storage storage, DType narrow, DType wide) {
    this.storage = storage;
    this.narrow = narrow;
    this.wide = wide;
  }

  static Storage of(Storage storage, DType narrow, DType wide) {
    if (wide != DType.F32 && wide != DType.F64) {
      throw new IllegalArgumentException("parts are widened to F32 or F64, was " + wide);
    }
    if (narrow.bytes() > wide.bytes()) {
      throw new IllegalArgumentException(
          "parts of " + wide + " do not hold all numbers of " + narrow);
    }
    return narrow == wide ? storage : new WideningStorage(storage, narrow, wide);
  }

  @Override
  public long capacity(DType part) {
    if (part != narrow) {
      throw StorageChecks.cannotHold(storage + " widened", narrow.toString(), part);
    }
    return storage.capacity(wide);
  }

  @Override
  public void putFloats(long position, float[] values, int from, int count) {
    put(position, count, at -> values[from + at]);
  }

  @Override
  public void putShorts(long position, short[] bits, int from, int count) {
    NarrowFloat type = narrow == DType.F16 ? NarrowFloat.FLOAT16 : NarrowFloat.BFLOAT16;
    put(position, count, at -> type.decode(bits[from + at]));
  }

  @Override
  public void putBytes(long position, byte[] bits, int from, int count) {
    NarrowFloat type = narrow == DType.F8_E4M3 ? NarrowFloat.FLOAT8_E4M3 : NarrowFloat.FLOAT8_E5M2;
    put(position, count, at -> type.decode(bits[from + at]));
  }

  private void put(long position, int count, Part parts) {
    if (wide == DType.F32) {
      float[] chunk = new float[Math.min(count, CHUNK)];
      for (int done = 0; done < count; done += chunk.length) {
        int length = Math.min(chunk.length, count - done);
        for (int i = 0; i < length; i++) {
          chunk[i] = parts.at(done + i);
        }
        storage.putFloats(position + done, chunk, 0, length);
      }
    } else {
      double[] chunk = new double[Math.min(count, CHUNK)];
      for (int done = 0; done < count; done += chunk.length) {
        int length = Math.min(chunk.length, count - done);
        for (int i = 0; i < length; i++) {
          chunk[i] = parts.at(done + i);
        }
        storage.putDoubles(position + done, chunk, 0, length);
      }
    }
  }

  @Override
  public String toString() {
    return storage.toString();
  }

  /** A part of those that are put. */
  @FunctionalInterface
  private interface Part {
    float at(int index);
  }
}
