package io.tensorinit.checkpoint;

import io.tensorinit.memory.Storage;
import io.tensorinit.tensor.DType;

/**
 * Another storage, and how much was written to it.
 *
 * @param storage the other storage
 * @param progress hears of the bytes
 */
record CountingStorage(Storage storage, Progress progress) implements Storage {
  @Override
  public long capacity(DType part) {
    return storage.capacity(part);
  }

  @Override
  public void putFloats(long position, float[] values, int from, int count) {
    storage.putFloats(position, values, from, count);
    progress.advance((long) count * Float.BYTES);
  }

  @Override
  public void putDoubles(long position, double[] values, int from, int count) {
    storage.putDoubles(position, values, from, count);
    progress.advance((long) count * Double.BYTES);
  }

  @Override
  public void putShorts(long position, short[] bits, int from, int count) {
    storage.putShorts(position, bits, from, count);
    progress.advance((long) count * Short.BYTES);
  }

  @Override
  public void putBytes(long position, byte[] bits, int from, int count) {
    storage.putBytes(position, bits, from, count);
    progress.advance(count);
  }
}
