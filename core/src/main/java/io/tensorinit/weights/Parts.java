package io.tensorinit.weights;

import io.tensorinit.memory.Storage;
import io.tensorinit.random.NarrowFloat;
import io.tensorinit.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Some parts of elements, as they lie in memory, on their way into a storage or out of numbers. For
 * one thread.
 */
abstract class Parts {
  /** The most parts that are held at once: even, so that complex elements stay whole. */
  static final int ROOM = 1 << 12;

  /** Room for parts of a type. */
  static Parts of(DType part) {
    switch (part) {
      case F64:
        return new Doubles();
      case F32:
        return new Floats();
      case F16:
        return new Shorts(NarrowFloat.FLOAT16);
      case BF16:
        return new Shorts(NarrowFloat.BFLOAT16);
      case F8_E4M3:
        return new Bytes(NarrowFloat.FLOAT8_E4M3);
      case F8_E5M2:
        return new Bytes(NarrowFloat.FLOAT8_E5M2);
      default:
        throw new IllegalArgumentException("not a type of parts: " + part);
    }
  }

  /** Takes the parts that little-endian bytes hold. */
  final void take(ByteBuffer memory, int at, int length) {
    load(memory.slice(at, length).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Puts the first parts into little-endian bytes. */
  final void give(ByteBuffer memory, int at, int length) {
    save(memory.slice(at, length).order(ByteOrder.LITTLE_ENDIAN));
  }

  abstract void load(ByteBuffer bytes);

  abstract void save(ByteBuffer bytes);

  /** Puts some of the parts into a storage. */
  abstract void put(Storage storage, long position, int from, int count);

  /** Makes a part the nearest number of its type to one in the precision it is computed in. */
  abstract void set(int index, double value);

  private static final class Doubles extends Parts {
    private final double[] parts = new double[ROOM];

    @Override
    void load(ByteBuffer bytes) {
      bytes.asDoubleBuffer().get(parts, 0, bytes.limit() / Double.BYTES);
    }

    @Override
    void save(ByteBuffer bytes) {
      bytes.asDoubleBuffer().put(parts, 0, bytes.limit() / Double.BYTES);
    }

    @Override
    void put(Storage storage, long position, int from, int count) {
      storage.putDoubles(position, parts, from, count);
    }

    @Override
    void set(int index, double value) {
      parts[index] = value;
    }
  }

  private static final class Floats extends Parts {
    private final float[] parts = new float[ROOM];

    @Override
    void load(ByteBuffer bytes) {
      bytes.asFloatBuffer().get(parts, 0, bytes.limit() / Float.BYTES);
    }

    @Override
    void save(ByteBuffer bytes) {
      bytes.asFloatBuffer().put(parts, 0, bytes.limit() / Float.BYTES);
    }

    @Override
    void put(Storage storage, long position, int from, int count) {
      storage.putFloats(position, parts, from, count);
    }

    @Override
    void set(int index, double value) {
      parts[index] = (float) value;
    }
  }

  private static final class Shorts extends Parts {
    private final NarrowFloat type;
    private final short[] parts = new short[ROOM];

    Shorts(NarrowFloat type) {
      this.type = type;
    }

    @Override
    void load(ByteBuffer bytes) {
      bytes.asShortBuffer().get(parts, 0, bytes.limit() / Short.BYTES);
    }

    @Override
    void save(ByteBuffer bytes) {
      bytes.asShortBuffer().put(parts, 0, bytes.limit() / Short.BYTES);
    }

    @Override
    void put(Storage storage, long position, int from, int count) {
      storage.putShorts(position, parts, from, count);
    }

    @Override
    void set(int index, double value) {
      parts[index] = (short) type.encode((float) value);
    }
  }

  private static final class Bytes extends Parts {
    private final NarrowFloat type;
    private final byte[] parts = new byte[ROOM];

    Bytes(NarrowFloat type) {
      this.type = type;
    }

    @Override
    void load(ByteBuffer bytes) {
      bytes.get(parts, 0, bytes.limit());
    }

    @Override
    void save(ByteBuffer bytes) {
      bytes.put(parts, 0, bytes.limit());
    }

    @Override
    void put(Storage storage, long position, int from, int count) {
      storage.putBytes(position, parts, from, count);
    }

    @Override
    void set(int index, double value) {
      parts[index] = (byte) type.encode((float) value);
    }
  }
}
