package io.tensorinit.cpu.store;

import io.tensorinit.memory.Storage;
import io.tensorinit.random.NarrowFloat;
import io.tensorinit.random.NarrowLanes;
import io.tensorinit.tensor.DType;

/**
 * Rounds a chunk's values to the dtype, once, and writes ranges of them. Each thread has its own.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
interface PartWriter<A> {
  /**
   * Takes a chunk.
   *
   * @param values the values
   * @param count how many of them, from the beginning
   */
  void take(A values, int count);

  /**
   * Writes a range of the chunk.
   *
   * @param position the first part's position in the storage
   * @param from the first value
   * @param count the number of values
   */
  void write(long position, int from, int count);

  /** Float32 parts, as they are. */
  final class Floats implements PartWriter<float[]> {
    private final Storage storage;
    private float[] chunk = {};

    Floats(Storage storage) {
      this.storage = storage;
    }

    @Override
    public void take(float[] values, int count) {
      chunk = values;
    }

    @Override
    public void write(long position, int from, int count) {
      storage.putFloats(position, chunk, from, count);
    }
  }

  /** Float64 parts, as they are. */
  final class Doubles implements PartWriter<double[]> {
    private final Storage storage;
    private double[] chunk = {};

    Doubles(Storage storage) {
      this.storage = storage;
    }

    @Override
    public void take(double[] values, int count) {
      chunk = values;
    }

    @Override
    public void write(long position, int from, int count) {
      storage.putDoubles(position, chunk, from, count);
    }
  }

  /** 16-bit parts. */
  final class Shorts implements PartWriter<float[]> {
    private final Storage storage;
    private final NarrowLanes lanes;
    private final short[] bits;

    Shorts(Storage storage, NarrowFloat type, int capacity, Roundings roundings) {
      this.storage = storage;
      this.lanes = roundings.lanes(type);
      this.bits = roundings.shorts(capacity);
    }

    @Override
    public void take(float[] values, int count) {
      lanes.encode(values, count, bits);
    }

    @Override
    public void write(long position, int from, int count) {
      storage.putShorts(position, bits, from, count);
    }
  }

  /** 8-bit parts. */
  final class Bytes implements PartWriter<float[]> {
    private final Storage storage;
    private final NarrowLanes lanes;
    private final byte[] bits;

    Bytes(Storage storage, NarrowFloat type, int capacity, Roundings roundings) {
      this.storage = storage;
      this.lanes = roundings.lanes(type);
      this.bits = roundings.bytes(capacity);
    }

    @Override
    public void take(float[] values, int count) {
      lanes.encode(values, count, bits);
    }

    @Override
    public void write(long position, int from, int count) {
      storage.putBytes(position, bits, from, count);
    }
  }

  /**
   * The writer of a dtype whose values are computed in float32.
   *
   * @param storage where the parts go
   * @param part the type of the parts
   * @param capacity the most values of a chunk
   * @param roundings what the thread rounds with
   * @return the writer
   */
  static PartWriter<float[]> ofFloats(
      Storage storage, DType part, int capacity, Roundings roundings) {
    switch (part) {
      case F16:
        return new Shorts(storage, NarrowFloat.FLOAT16, capacity, roundings);
      case BF16:
        return new Shorts(storage, NarrowFloat.BFLOAT16, capacity, roundings);
      case F8_E4M3:
        return new Bytes(storage, NarrowFloat.FLOAT8_E4M3, capacity, roundings);
      case F8_E5M2:
        return new Bytes(storage, NarrowFloat.FLOAT8_E5M2, capacity, roundings);
      default:
        return new Floats(storage);
    }
  }
}
