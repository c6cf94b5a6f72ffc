package io.tensorinit.memory;

import io.tensorinit.tensor.DType;
import java.nio.ByteBuffer;

/**
 * A storage whose parts are little-endian bytes somewhere: it encodes them, block by block, and
 * leaves to {@link #putBlock} what becomes of the bytes.
 */
public abstract class LittleEndianStorage implements Storage {
  private final long byteLength;

  /**
   * A storage of so many bytes.
   *
   * @param byteLength the number of bytes, 0 or more
   */
  protected LittleEndianStorage(long byteLength) {
    this.byteLength = byteLength;
  }

  /**
   * Takes encoded parts. May be called by several threads, for disjoint ranges.
   *
   * @param position the first byte's place
   * @param size the size of a part in bytes
   * @param block the bytes, from position 0 to the limit, at most its capacity, a whole number of
   *     parts; outside of the heap and reused afterwards
   */
  protected abstract void putBlock(long position, int size, ByteBuffer block);

  /**
   * The number of bytes.
   *
   * @return the number
   */
  protected final long byteLength() {
    return byteLength;
  }

  @Override
  public long capacity(DType part) {
    return byteLength / part.bytes();
  }

  @Override
  public final void putFloats(long position, float[] values, int from, int count) {
    putBlocks(
        position,
        Float.BYTES,
        count,
        (block, done, length) -> block.asFloatBuffer().put(values, from + done, length));
  }

  @Override
  public final void putDoubles(long position, double[] values, int from, int count) {
    putBlocks(
        position,
        Double.BYTES,
        count,
        (block, done, length) -> block.asDoubleBuffer().put(values, from + done, length));
  }

  @Override
  public final void putShorts(long position, short[] bits, int from, int count) {
    putBlocks(
        position,
        Short.BYTES,
        count,
        (block, done, length) -> block.asShortBuffer().put(bits, from + done, length));
  }

  @Override
  public final void putBytes(long position, byte[] bits, int from, int count) {
    putBlocks(
        position,
        Byte.BYTES,
        count,
        (block, done, length) -> block.put(0, bits, from + done, length));
  }

  private void putBlocks(long first, int size, int count, Encoder encoder) {
    if (first < 0 || count < 0 || first + count > byteLength / size) {
      throw new IndexOutOfBoundsException(
          "parts " + first + " to " + (first + count) + " exceed " + byteLength + " bytes");
    }
    int most = DirectBlocks.BYTES / size;
    ByteBuffer block = DirectBlocks.lend();
    try {
      for (int done = 0; done < count; done += most) {
        int length = Math.min(most, count - done);
        block.clear().limit(length * size);
        encoder.encode(block, done, length);
        putBlock((first + done) * size, size, block);
      }
    } finally {
      DirectBlocks.giveBack(block);
    }
  }

  /** Puts parts from {@code done} on, {@code length} of them, at the beginning of a block. */
  @FunctionalInterface
  private interface Encoder {
    void encode(ByteBuffer block, int done, int length);
  }
}
