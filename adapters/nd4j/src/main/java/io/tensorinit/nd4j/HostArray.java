package io.tensorinit.nd4j;

import io.tensorinit.memory.Destination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.memory.Storage;
import io.tensorinit.tensor.DType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.memory.pointers.PagedPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array in memory of the host, as byte buffers over its native memory: nothing is copied. */
final class HostArray {
  /** Bytes of a buffer, which counts them by an int; a multiple of every element's size. */
  private static final long MOST_BYTES = 1L << 30;

  private HostArray() {}

  /**
   * Where an array's elements lie. The array must outlive its use.
   *
   * @param array the array, neither empty nor closed
   * @param dtype the type of its elements
   */
  static HostDestination destination(INDArray array, DType dtype) {
    long[] strides = array.stride();
    long before = 0;
    long behind = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      long reach = (array.size(axis) - 1) * strides[axis];
      before -= Math.min(0, reach);
      behind += Math.max(0, reach);
    }
    Pointer first = array.data().addressPointer();
    List<ByteBuffer> memory =
        buffers(first, -before * dtype.bytes(), (before + 1 + behind) * dtype.bytes(), MOST_BYTES);
    Storage storage = Destination.nativeOrder(memory.toArray(ByteBuffer[]::new)).storage();
    return Destination.in(new OneType(storage, dtype)).strided(before, strides);
  }

  /** Native memory from an offset on, all counted in bytes, as buffers of at most so many. */
  static List<ByteBuffer> buffers(Pointer first, long offset, long length, long most) {
    List<ByteBuffer> buffers = new ArrayList<>();
    for (long from = 0; from < length; from += most) {
      long bytes = Math.min(most, length - from);
      buffers.add(new PagedPointer(first, bytes, offset + from).asBytePointer().asByteBuffer());
    }
    return buffers;
  }

  /** Memory that takes elements of the array's type alone, though as bytes it would hold any. */
  private record OneType(Storage memory, DType dtype) implements Storage {
    @Override
    public long capacity(DType part) {
      if (part != dtype) {
        throw new IllegalArgumentException(
            this + " cannot hold parts of " + part + ", only of " + dtype);
      }
      return memory.capacity(part);
    }

    @Override
    public void putFloats(long position, float[] values, int from, int count) {
      memory.putFloats(position, values, from, count);
    }

    @Override
    public void putDoubles(long position, double[] values, int from, int count) {
      memory.putDoubles(position, values, from, count);
    }

    @Override
    public void putShorts(long position, short[] bits, int from, int count) {
      memory.putShorts(position, bits, from, count);
    }

    @Override
    public String toString() {
      return "INDArray";
    }
  }
}
