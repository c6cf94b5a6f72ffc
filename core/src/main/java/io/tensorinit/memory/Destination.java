package io.tensorinit.memory;

import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Where a region's elements go: host memory or a file ({@link HostDestination}), or memory of a
 * device ({@link DeviceDestination}). A value depends on the element's logical index only, never on
 * its place in memory. Immutable.
 *
 * <p>A destination is row-major from its beginning unless it says otherwise:
 *
 * <pre>{@code
 * Destination.of(floats);                                    // float[], row-major
 * Destination.nativeOrder(buffer);                           // heap, direct or mapped bytes
 * Destination.file(channel, headerBytes, tensorBytes);       // a region of a file
 * Destination.of(floats).strided(0, 1, rows);                // transposed
 * DeviceDestination.at(address).onStream(stream);            // memory of a GPU
 * }</pre>
 */
@CheckReturnValue
public sealed interface Destination permits HostDestination, DeviceDestination {
  /**
   * This as host memory, for a backend that fills no other.
   *
   * @param backend the backend's name, for the message
   * @return this
   * @throws IllegalArgumentException if it is memory of a device
   */
  HostDestination requireHost(String backend);

  /**
   * Refuses what does not fit. Every backend asks this before it writes anything.
   *
   * @param regionShape the shape of the region
   * @param dtype the type of its elements
   * @throws IllegalArgumentException if it cannot hold the type, an element would lie outside of
   *     it, it is not aligned, or strides were given for another number of axes
   */
  void require(Shape regionShape, DType dtype);

  /**
   * The distance between neighbours along each axis.
   *
   * @param regionShape the shape of the region
   * @return the distances in elements, a fresh array
   * @throws IllegalArgumentException if strides were given for another number of axes
   */
  long[] strides(Shape regionShape);

  /**
   * Row-major from the storage's beginning.
   *
   * @param storage the storage
   * @return the destination
   */
  static HostDestination in(Storage storage) {
    return new HostDestination(storage, new Placement.RowMajor());
  }

  /**
   * A {@code float[]}: F32, or C64 with real and imaginary parts in turn.
   *
   * @param array the array
   * @return the destination
   */
  static HostDestination of(float[] array) {
    return of(array, 0);
  }

  /**
   * A {@code float[]} from an entry on.
   *
   * @param array the array
   * @param offset the entry that takes the first part
   * @return the destination
   * @throws IllegalArgumentException if the array has no such place
   */
  static HostDestination of(float[] array, int offset) {
    return in(new FloatArrayStorage(array, offset));
  }

  /**
   * A {@code double[]}: F64, or C128 with real and imaginary parts in turn.
   *
   * @param array the array
   * @return the destination
   */
  static HostDestination of(double[] array) {
    return of(array, 0);
  }

  /**
   * A {@code double[]} from an entry on.
   *
   * @param array the array
   * @param offset the entry that takes the first part
   * @return the destination
   * @throws IllegalArgumentException if the array has no such place
   */
  static HostDestination of(double[] array, int offset) {
    return in(new DoubleArrayStorage(array, offset));
  }

  /**
   * A {@code short[]} that takes the bits of F16, BF16, or C32 with its parts in turn.
   *
   * @param bits the array
   * @return the destination
   */
  static HostDestination of(short[] bits) {
    return in(new ShortArrayStorage(bits));
  }

  /**
   * A {@code byte[]} that takes the bits of F8_E4M3 or F8_E5M2. For other dtypes as bytes, wrap the
   * array in a {@link ByteBuffer} and say the byte order.
   *
   * @param bits the array
   * @return the destination
   */
  static HostDestination of(byte[] bits) {
    return in(new ByteArrayStorage(bits));
  }

  /**
   * A {@code FloatBuffer} between its position, which does not move, and its limit: F32, or C64
   * with real and imaginary parts in turn, in the buffer's own byte order.
   *
   * @param buffer the buffer
   * @return the destination
   * @throws IllegalArgumentException if it is read-only
   */
  static HostDestination of(FloatBuffer buffer) {
    return in(new FloatBufferStorage(buffer));
  }

  /**
   * A {@code DoubleBuffer} between its position, which does not move, and its limit: F64, or C128
   * with real and imaginary parts in turn, in the buffer's own byte order.
   *
   * @param buffer the buffer
   * @return the destination
   * @throws IllegalArgumentException if it is read-only
   */
  static HostDestination of(DoubleBuffer buffer) {
    return in(new DoubleBufferStorage(buffer));
  }

  /**
   * A {@code ShortBuffer} between its position, which does not move, and its limit, that takes the
   * bits of F16, BF16, or C32 with its parts in turn, in the buffer's own byte order.
   *
   * @param bits the buffer
   * @return the destination
   * @throws IllegalArgumentException if it is read-only
   */
  static HostDestination of(ShortBuffer bits) {
    return in(new ShortBufferStorage(bits));
  }

  /**
   * Bytes between position and limit of one or more heap, direct or mapped buffers, one after the
   * other, in any dtype, little-endian as files of tensors are. A buffer's own byte order does not
   * count, and its position does not move. Several buffers go beyond 2^31 bytes.
   *
   * @param buffers the buffers; each but the last must hold a whole number of parts
   * @return the destination
   * @throws IllegalArgumentException if there is no buffer or one is read-only
   */
  static HostDestination littleEndian(ByteBuffer... buffers) {
    return in(new BufferStorage(List.of(buffers), ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * As {@link #littleEndian}, in the byte order of this machine: for memory that native code reads.
   *
   * @param buffers the buffers; each but the last must hold a whole number of parts
   * @return the destination
   * @throws IllegalArgumentException if there is no buffer or one is read-only
   */
  static HostDestination nativeOrder(ByteBuffer... buffers) {
    return in(new BufferStorage(List.of(buffers), ByteOrder.nativeOrder()));
  }

  /**
   * As {@link #littleEndian}, in big-endian order, which is Java's default for a buffer.
   *
   * @param buffers the buffers; each but the last must hold a whole number of parts
   * @return the destination
   * @throws IllegalArgumentException if there is no buffer or one is read-only
   */
  static HostDestination bigEndian(ByteBuffer... buffers) {
    return in(new BufferStorage(List.of(buffers), ByteOrder.BIG_ENDIAN));
  }

  /**
   * A {@code java.lang.foreign.MemorySegment}, of Java 22 or newer, of any size, in any dtype, in
   * the byte order of this machine. Its memory must be open to all threads, as a shared, global or
   * automatic arena makes it, and stay so until the fill has ended.
   *
   * @param segment the segment; an {@code Object}, since Java 17 does not know the type
   * @return the destination
   * @throws IllegalArgumentException if it is no segment, or read-only, or the memory of an array
   *     of other than bytes, or of a confined arena, or of one that is closed
   */
  static HostDestination ofSegment(Object segment) {
    return in(new BufferStorage(MemorySegments.buffers(segment), ByteOrder.nativeOrder()));
  }

  /**
   * A region of a file, little-endian, in any dtype. Written with positional writes, several
   * threads at once; the channel's own position does not move, and the file grows where it is
   * shorter. Elements that are not neighbours in the file cost a system call each. As Java has it,
   * an interrupt of a thread that writes closes the channel: the fill then throws an {@link
   * java.io.UncheckedIOException} whose cause is a {@link
   * java.nio.channels.ClosedChannelException}, and the thread stays interrupted.
   *
   * @param channel a channel open for writing
   * @param position the first byte
   * @param byteLength the number of bytes that may be written
   * @return the destination
   * @throws IllegalArgumentException if a number is negative, their sum exceeds 2^63 - 1, or the
   *     channel is not open for writing
   */
  static HostDestination file(FileChannel channel, long position, long byteLength) {
    return in(new FileStorage(channel, position, byteLength));
  }
}
