package io.tensorinit.memory;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.List;

/**
 * Where a region's elements go: a {@link Storage}, the place of the first element, and the distance
 * between neighbours along each axis. A value depends on the element's logical index only, never on
 * its place in memory. Immutable.
 *
 * <p>A destination is row-major from the storage's beginning unless {@link #strided} or {@link
 * #columnMajor} says otherwise:
 *
 * <pre>{@code
 * Destination.of(floats);                                    // float[], row-major
 * Destination.nativeOrder(buffer);                           // heap, direct or mapped bytes
 * Destination.file(channel, headerBytes, tensorBytes);       // a region of a file
 * Destination.of(floats).strided(0, 1, rows);                // transposed
 * }</pre>
 */
public final class Destination {
  private final Storage storage;
  private final Placement placement;

  private Destination(Storage storage, Placement placement) {
    this.storage = storage;
    this.placement = placement;
  }

  /**
   * Row-major from the storage's beginning.
   *
   * @param storage the storage
   * @return the destination
   */
  public static Destination in(Storage storage) {
    return new Destination(storage, new Placement.RowMajor());
  }

  /**
   * A {@code float[]}: F32, or C64 with real and imaginary parts in turn.
   *
   * @param array the array
   * @return the destination
   */
  public static Destination of(float[] array) {
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
  public static Destination of(float[] array, int offset) {
    return in(new FloatArrayStorage(array, offset));
  }

  /**
   * A {@code double[]}: F64, or C128 with real and imaginary parts in turn.
   *
   * @param array the array
   * @return the destination
   */
  public static Destination of(double[] array) {
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
  public static Destination of(double[] array, int offset) {
    return in(new DoubleArrayStorage(array, offset));
  }

  /**
   * A {@code short[]} that takes the bits of F16, BF16, or C32 with its parts in turn.
   *
   * @param bits the array
   * @return the destination
   */
  public static Destination of(short[] bits) {
    return in(new ShortArrayStorage(bits));
  }

  /**
   * A {@code byte[]} that takes the bits of F8_E4M3 or F8_E5M2. For other dtypes as bytes, wrap the
   * array in a {@link ByteBuffer} and say the byte order.
   *
   * @param bits the array
   * @return the destination
   */
  public static Destination of(byte[] bits) {
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
  public static Destination of(FloatBuffer buffer) {
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
  public static Destination of(DoubleBuffer buffer) {
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
  public static Destination of(ShortBuffer bits) {
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
  public static Destination littleEndian(ByteBuffer... buffers) {
    return in(new BufferStorage(List.of(buffers), ByteOrder.LITTLE_ENDIAN));
  }

  /**
   * As {@link #littleEndian}, in the byte order of this machine: for memory that native code reads.
   *
   * @param buffers the buffers; each but the last must hold a whole number of parts
   * @return the destination
   * @throws IllegalArgumentException if there is no buffer or one is read-only
   */
  public static Destination nativeOrder(ByteBuffer... buffers) {
    return in(new BufferStorage(List.of(buffers), ByteOrder.nativeOrder()));
  }

  /**
   * As {@link #littleEndian}, in big-endian order, which is Java's default for a buffer.
   *
   * @param buffers the buffers; each but the last must hold a whole number of parts
   * @return the destination
   * @throws IllegalArgumentException if there is no buffer or one is read-only
   */
  public static Destination bigEndian(ByteBuffer... buffers) {
    return in(new BufferStorage(List.of(buffers), ByteOrder.BIG_ENDIAN));
  }

  /**
   * A {@code java.lang.foreign.MemorySegment}, of Java 22 or newer, of any size, in any dtype, in
   * the byte order of this machine. Its memory must be open to all threads, as a global or shared
   * arena makes it.
   *
   * @param segment the segment; an {@code Object}, since Java 17 does not know the type
   * @return the destination
   * @throws IllegalArgumentException if it is no segment, or read-only, or the memory of an array
   *     of other than bytes
   */
  public static Destination ofSegment(Object segment) {
    return in(new BufferStorage(MemorySegments.buffers(segment), ByteOrder.nativeOrder()));
  }

  /**
   * A region of a file, little-endian, in any dtype. Written with positional writes, several
   * threads at once; the channel's own position does not move, and the file grows where it is
   * shorter. Elements that are not neighbours in the file cost a system call each. As Java has it,
   * an interrupt of a thread that writes closes the channel.
   *
   * @param channel a channel open for writing
   * @param position the first byte
   * @param byteLength the number of bytes that may be written
   * @return the destination
   * @throws IllegalArgumentException if a number is negative, their sum exceeds 2^63 - 1, or the
   *     channel is not open for writing
   */
  public static Destination file(FileChannel channel, long position, long byteLength) {
    return in(new FileStorage(channel, position, byteLength));
  }

  /**
   * The same storage with other places: element (i, j, ...) of the region goes to {@code offset + i
   * strides[0] + j strides[1] + ...}. Places that coincide hold the value of one of the elements,
   * which one is not said.
   *
   * @param offset the place of the region's first element, in elements
   * @param strides the distance between neighbours along each axis of the region, in elements; may
   *     be negative
   * @return the destination
   */
  public Destination strided(long offset, long... strides) {
    return new Destination(storage, new Placement.Strided(offset, strides.clone()));
  }

  /**
   * The same storage with the first axis running fastest (Fortran, Julia), from its beginning.
   *
   * @return the destination
   */
  public Destination columnMajor() {
    return new Destination(storage, new Placement.ColumnMajor());
  }

  /**
   * The storage behind it.
   *
   * @return the storage
   */
  public Storage storage() {
    return storage;
  }

  /**
   * The place of the region's first element.
   *
   * @return the place, in elements
   */
  public long offset() {
    return placement.offset();
  }

  /**
   * The distance between neighbours along each axis.
   *
   * @param regionShape the shape of the region
   * @return the distances in elements, a fresh array
   * @throws IllegalArgumentException if strides were given for another number of axes
   */
  public long[] strides(Shape regionShape) {
    return placement.strides(regionShape);
  }

  /**
   * Whether the region's elements lie one after the other in row-major order.
   *
   * @param regionShape the shape of the region
   * @return true if element i lies at {@code offset + i}
   */
  public boolean isRowMajor(Shape regionShape) {
    long[] expected = regionShape.rowMajorStrides();
    long[] actual = strides(regionShape);
    for (int axis = 0; axis < expected.length; axis++) {
      if (regionShape.size(axis) > 1 && actual[axis] != expected[axis]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Refuses what does not fit. Every backend asks this before it writes anything.
   *
   * @param regionShape the shape of the region
   * @param dtype the type of its elements
   * @throws IllegalArgumentException if the storage cannot hold the type, an element would lie
   *     outside of it, or strides were given for another number of axes
   */
  public void require(Shape regionShape, DType dtype) {
    long capacity = storage.capacity(dtype.part()) / dtype.parts();
    long[] strides = strides(regionShape);
    if (regionShape.elementCount() == 0) {
      return;
    }
    long lowest = offset();
    long highest = lowest;
    try {
      for (int axis = 0; axis < strides.length; axis++) {
        long reach = Math.multiplyExact(regionShape.size(axis) - 1, strides[axis]);
        if (reach < 0) {
          lowest = Math.addExact(lowest, reach);
        } else {
          highest = Math.addExact(highest, reach);
        }
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "strides "
              + Arrays.toString(strides)
              + " must keep shape "
              + regionShape
              + " within 2^63 - 1 elements",
          e);
    }
    if (lowest < 0 || highest >= capacity) {
      throw new IllegalArgumentException(
          storage
              + " holds "
              + capacity
              + " elements of "
              + dtype
              + ", but shape "
              + regionShape
              + " needs places "
              + lowest
              + " to "
              + highest);
    }
  }
}
