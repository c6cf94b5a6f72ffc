package io.tensorinit.memory;

import io.tensorinit.tensor.DType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes between position and limit of a sequence of byte buffers, in a byte order that their
 * own does not touch. Only absolute puts are used, so threads do not disturb each other.
 */
final class BufferStorage implements Storage {
  private final List<Window> windows = new ArrayList<>();

  /** The first byte of each window, counted through all of them; one more entry for the end. */
  private final long[] starts;

  BufferStorage(List<ByteBuffer> buffers, ByteOrder order) {
    if (buffers.isEmpty()) {
      throw new IllegalArgumentException("buffers must be one or more, was none");
    }
    starts = new long[buffers.size() + 1];
    for (int i = 0; i < buffers.size(); i++) {
      ByteBuffer buffer = buffers.get(i);
      StorageChecks.writable("buffer " + i, buffer);
      windows.add(new Window(buffer, order));
      starts[i + 1] = starts[i] + buffer.remaining();
    }
  }

  @Override
  public long capacity(DType part) {
    for (int i = 0; i < windows.size() - 1; i++) {
      long bytes = starts[i + 1] - starts[i];
      if (bytes % part.bytes() != 0) {
        throw new IllegalArgumentException(
            "buffer "
                + i
                + " must hold a whole number of parts of "
                + part
                + ", was "
                + bytes
                + " bytes");
      }
    }
    return starts[windows.size()] / part.bytes();
  }

  @Override
  public void putFloats(long position, float[] values, int from, int count) {
    forEachPiece(
        position,
        Float.BYTES,
        count,
        (window, at, done, length) -> window.floats.put(at, values, from + done, length));
  }

  @Override
  public void putDoubles(long position, double[] values, int from, int count) {
    forEachPiece(
        position,
        Double.BYTES,
        count,
        (window, at, done, length) -> window.doubles.put(at, values, from + done, length));
  }

  @Override
  public void putShorts(long position, short[] bits, int from, int count) {
    forEachPiece(
        position,
        Short.BYTES,
        count,
        (window, at, done, length) -> window.shorts.put(at, bits, from + done, length));
  }

  @Override
  public void putBytes(long position, byte[] bits, int from, int count) {
    forEachPiece(
        position,
        Byte.BYTES,
        count,
        (window, at, done, length) -> window.bytes.put(at, bits, from + done, length));
  }

  /** Splits a range of parts at the buffers' ends. */
  private void forEachPiece(long position, int size, int count, Piece piece) {
    long firstByte = position * size;
    int index = 0;
    while (count > 0 && starts[index + 1] <= firstByte) {
      index++;
    }
    int done = 0;
    while (done < count) {
      long at = firstByte + (long) done * size - starts[index];
      long room = (starts[index + 1] - starts[index] - at) / size;
      int length = (int) Math.min(room, count - done);
      piece.put(windows.get(index), (int) (at / size), done, length);
      done += length;
      index++;
    }
  }

  @Override
  public String toString() {
    return windows.size() == 1 ? "ByteBuffer" : windows.size() + " ByteBuffers";
  }

  /** Writes one piece: parts from {@code done} on, {@code length} of them, at a window's place. */
  @FunctionalInterface
  private interface Piece {
    void put(Window window, int at, int done, int length);
  }

  /** One buffer's bytes, and views of them as parts of each size. */
  private static final class Window {
    final ByteBuffer bytes;
    final ShortBuffer shorts;
    final FloatBuffer floats;
    final DoubleBuffer doubles;

    Window(ByteBuffer buffer, ByteOrder order) {
      bytes = buffer.slice().order(order);
      shorts = bytes.asShortBuffer();
      floats = bytes.asFloatBuffer();
      doubles = bytes.asDoubleBuffer();
    }
  }
}
