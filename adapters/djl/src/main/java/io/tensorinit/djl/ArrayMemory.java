package io.tensorinit.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.util.NativeResource;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.memory.Strides;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the elements of an array lie, of whatever view. DJL tells neither address nor strides of a
 * tensor, but it gives a direct buffer over a single element's memory, and the engine's views share
 * the memory of what they are views of: the distance between two elements is a stride.
 *
 * <p>On the CPU the buffer is {@link NDArray#toByteBuffer(boolean)}'s. On a GPU that one is of a
 * copy ({@code JniUtils.getByteBuffer} asks for the CPU first), so the native method below it is
 * called, {@code PyTorchLibrary.torchDirectByteBuffer}, which wraps {@code data_ptr()} whatever the
 * device; it is not public. The address of a buffer is asked of JNA, which DJL brings along.
 *
 * @param address that of the first element
 * @param strides the distance between neighbours along each axis, in elements
 */
record ArrayMemory(long address, long[] strides) {
  /** Bytes of a buffer, which counts them by an int; a multiple of every element's size. */
  private static final long MOST_BYTES = 1L << 30;

  /**
   * The memory of an array.
   *
   * @param array an array of PyTorch's engine, of one element or more, not sparse
   * @return empty where the library that would tell does not load, or another version of DJL keeps
   *     addresses to itself
   */
  static Optional<ArrayMemory> of(NDArray array) {
    return of(
        array, array.getDevice().isGpu() ? ArrayMemory::ofDataPointer : a -> a.toByteBuffer(true));
  }

  /** As {@link #of(NDArray)}, by one of the two ways. */
  static Optional<ArrayMemory> ofNative(NDArray array) {
    return of(array, ArrayMemory::ofDataPointer);
  }

  /** A buffer over the memory of a contiguous array. */
  private interface View {
    Buffer of(NDArray array) throws ReflectiveOperationException;
  }

  private static Optional<ArrayMemory> of(NDArray array, View view) {
    try {
      long[] sizes = array.getShape().getShape();
      long first = address(array, new long[sizes.length], view);
      long[] strides = new long[sizes.length];
      for (int axis = 0; axis < sizes.length; axis++) {
        if (sizes[axis] > 1) {
          long[] next = new long[sizes.length];
          next[axis] = 1;
          int bytes = ElementTypes.of(array.getDataType()).bytes();
          strides[axis] = (address(array, next, view) - first) / bytes;
        }
      }
      return Optional.of(new ArrayMemory(first, strides));
    } catch (ReflectiveOperationException | InaccessibleObjectException | LinkageError e) {
      return Optional.empty();
    }
  }

  private static long address(NDArray array, long[] place, View view)
      throws ReflectiveOperationException {
    if (place.length == 0) {
      return address(view.of(array));
    }
    try (NDArray element = array.get(place)) {
      return address(view.of(element));
    }
  }

  private static long address(Buffer buffer) {
    return Pointer.nativeValue(Native.getDirectBufferPointer(buffer));
  }

  private static Buffer ofDataPointer(NDArray array) throws ReflectiveOperationException {
    Class<?> library =
        Class.forName("ai.djl.pytorch.jni.PyTorchLibrary", true, array.getClass().getClassLoader());
    Field instance = library.getDeclaredField("LIB");
    Method method = library.getDeclaredMethod("torchDirectByteBuffer", long.class);
    instance.setAccessible(true);
    method.setAccessible(true);
    Object handle = ((NativeResource<?>) array).getHandle();
    return (Buffer) method.invoke(instance.get(null), handle);
  }

  /**
   * Refuses elements that may share a place, as those of a broadcast do.
   *
   * @throws IllegalArgumentException if a stride is not larger than the smaller ones reach
   */
  void requireApart(Shape shape) {
    if (!Strides.areNested(shape, strides)) {
      throw new IllegalArgumentException(
          "each element of an array must have a place of its own, each stride larger than the"
              + " smaller ones reach; strides were "
              + Arrays.toString(strides)
              + " of shape "
              + shape
              + ": duplicate() it first");
    }
  }

  /** As memory of the host. */
  HostDestination host(Shape shape, DType dtype) {
    return host(shape, dtype, MOST_BYTES);
  }

  /** As memory of the host, in buffers of at most so many bytes. PyTorch's strides are positive. */
  HostDestination host(Shape shape, DType dtype, long most) {
    long elements = 1;
    for (int axis = 0; axis < strides.length; axis++) {
      elements += (shape.size(axis) - 1) * strides[axis];
    }
    long length = elements * dtype.bytes();
    List<ByteBuffer> buffers = new ArrayList<>();
    Pointer memory = new Pointer(address);
    for (long from = 0; from < length; from += most) {
      buffers.add(memory.getByteBuffer(from, Math.min(most, length - from)));
    }
    return Destination.nativeOrder(buffers.toArray(ByteBuffer[]::new)).strided(0, strides);
  }

  /** As memory of a GPU, in the order of the default stream, which is DJL's. */
  DeviceDestination device(Shape shape, DType dtype) {
    return DeviceDestination.at(address).strided(strides).holding(shape, dtype);
  }
}
