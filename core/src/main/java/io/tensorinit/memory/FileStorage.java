package io.tensorinit.memory;

import io.tensorinit.DType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;

/**
 * A region of a file, little-endian, written by positional writes: no mapping, no seeking, so that
 * threads do not disturb each other and a full disk is an exception rather than a signal.
 */
final class FileStorage implements Storage {
  /** The most bytes that are converted and written at once. */
  private static final int BLOCK_BYTES = 1 << 16;

  private final FileChannel channel;
  private final long position;
  private final long byteLength;

  FileStorage(FileChannel channel, long position, long byteLength) {
    if (position < 0 || byteLength < 0 || position > Long.MAX_VALUE - byteLength) {
      throw new IllegalArgumentException(
          "file region must have a position and a length of 0 or more that add up to at most"
              + " 2^63 - 1, was position "
              + position
              + ", length "
              + byteLength);
    }
    this.channel = channel;
    this.position = position;
    this.byteLength = byteLength;
    requireWritable();
  }

  private void requireWritable() {
    try {
      channel.write(ByteBuffer.allocate(0), position);
    } catch (NonWritableChannelException e) {
      throw new IllegalArgumentException("channel must be open for writing", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long capacity(DType part) {
    return byteLength / part.bytes();
  }

  @Override
  public void putFloats(long position, float[] values, int from, int count) {
    writeBlocks(
        position,
        Float.BYTES,
        count,
        (block, done, length) -> block.asFloatBuffer().put(values, from + done, length));
  }

  @Override
  public void putDoubles(long position, double[] values, int from, int count) {
    writeBlocks(
        position,
        Double.BYTES,
        count,
        (block, done, length) -> block.asDoubleBuffer().put(values, from + done, length));
  }

  @Override
  public void putShorts(long position, short[] bits, int from, int count) {
    writeBlocks(
        position,
        Short.BYTES,
        count,
        (block, done, length) -> block.asShortBuffer().put(bits, from + done, length));
  }

  @Override
  public void putBytes(long position, byte[] bits, int from, int count) {
    writeBlocks(
        position,
        Byte.BYTES,
        count,
        (block, done, length) -> block.put(0, bits, from + done, length));
  }

  private void writeBlocks(long first, int size, int count, Encoder encoder) {
    if (first < 0 || count < 0 || first + count > byteLength / size) {
      throw new IndexOutOfBoundsException(
          "parts " + first + " to " + (first + count) + " exceed " + byteLength + " bytes");
    }
    int most = BLOCK_BYTES / size;
    ByteBuffer block =
        ByteBuffer.allocate(Math.min(count, most) * size).order(ByteOrder.LITTLE_ENDIAN);
    for (int done = 0; done < count; done += most) {
      int length = Math.min(most, count - done);
      block.clear().limit(length * size);
      encoder.encode(block, done, length);
      write(block, position + (first + done) * size);
    }
  }

  /** A write may take fewer bytes than it is given. */
  private void write(ByteBuffer block, long at) {
    try {
      long start = at - block.position();
      while (block.hasRemaining()) {
        channel.write(block, start + block.position());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "file region of " + byteLength + " bytes";
  }

  /** Puts parts from {@code done} on, {@code length} of them, at the beginning of a block. */
  @FunctionalInterface
  private interface Encoder {
    void encode(ByteBuffer block, int done, int length);
  }
}
