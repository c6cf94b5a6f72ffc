package io.tensorinit.jcuda;

import io.tensorinit.cuda.DeviceBuffer;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.memory.HostDestination;
import java.nio.ByteBuffer;
import java.util.Objects;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.runtime.cudaStream_t;
import org.jspecify.annotations.Nullable;

/**
 * Memory that JCuda allocated, as a place that a fill goes to, in the order of a stream of JCuda's;
 * and TensorInit's device memory as a pointer of JCuda's.
 *
 * <pre>{@code
 * TensorInit.tensor(heNormal()).shape(512, 256).name("fc.weight").on(gpu)
 *     .into(JcudaPointers.device(pointer, stream));
 * }</pre>
 *
 * <p>Elements are row-major unless {@link DeviceDestination#strided} says otherwise. The runtime
 * API's memory and streams belong to the device's primary context, which {@code CudaBackend} uses,
 * too; so do the driver API's if its context is that one. The methods are safe for use by several
 * threads, and none calls the driver.
 */
public final class JcudaPointers {
  private JcudaPointers() {}

  /**
   * Memory of a device, in the order of its default stream.
   *
   * @param pointer a {@code Pointer} of the runtime API ({@code cudaMalloc}, {@code
   *     cudaMallocManaged}) or a {@code CUdeviceptr} of the driver API, with its byte offset
   * @return the destination
   * @throws IllegalArgumentException if it is a null pointer, or one to memory of Java's
   */
  public static DeviceDestination device(Pointer pointer) {
    return DeviceDestination.at(address(pointer));
  }

  /**
   * Memory of a device, in the order of a stream of the runtime API.
   *
   * @param pointer as {@link #device(Pointer)} takes it
   * @param stream the stream; null is the default stream, as in JCuda
   * @return the destination
   * @throws IllegalArgumentException as {@link #device(Pointer)}
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public static DeviceDestination device(Pointer pointer, @Nullable cudaStream_t stream) {
    return device(pointer).onStream(number(stream));
  }

  /**
   * Memory of a device, in the order of a stream of the driver API.
   *
   * @param pointer as {@link #device(Pointer)} takes it
   * @param stream the stream; null is the default stream, as in JCuda
   * @return the destination
   * @throws IllegalArgumentException as {@link #device(Pointer)}
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public static DeviceDestination device(Pointer pointer, @Nullable CUstream stream) {
    return device(pointer).onStream(number(stream));
  }

  /**
   * Memory of the host that a pointer has as a byte buffer: pinned memory ({@code cudaHostAlloc},
   * {@code cuMemHostAlloc}), or {@code Pointer.to(ByteBuffer)}. From the pointer's byte offset to
   * the buffer's end, in the byte order of this machine, of any dtype. The pointer must stay
   * allocated until the fill has ended.
   *
   * @param pointer the pointer
   * @return the destination
   * @throws IllegalArgumentException if it has no byte buffer: it is one of a device, or to an
   *     array of Java's, which goes into {@link Destination} itself
   */
  public static HostDestination host(Pointer pointer) {
    ByteBuffer buffer = Objects.requireNonNull(pointer, "pointer").getByteBuffer();
    if (buffer == null) {
      throw new IllegalArgumentException(
          "pointer must be to a ByteBuffer or pinned memory of the host, was "
              + pointer
              + "; an array of Java's is a Destination.of(array)");
    }
    // JCuda's buffer begins where the memory does, whatever the pointer's offset.
    long offset = new Parts(pointer).offset();
    if (offset < 0 || offset > buffer.limit()) {
      throw new IllegalArgumentException(
          "pointer must be to a place in its "
              + buffer.limit()
              + " bytes of memory, was one at byte "
              + offset);
    }
    return Destination.nativeOrder(buffer.position((int) offset));
  }

  /**
   * TensorInit's device memory as JCuda takes it, for copies, libraries and kernels ({@code
   * Pointer.to(pointer)} among their arguments). It stays the buffer's: do not free it, and do not
   * use it once the buffer is closed.
   *
   * @param buffer the buffer
   * @return a {@code CUdeviceptr}, which is a {@code Pointer}, too
   * @throws IllegalStateException if the buffer is closed
   */
  public static CUdeviceptr pointer(DeviceBuffer buffer) {
    return new Of(buffer.address());
  }

  private static long address(Pointer pointer) {
    Parts parts = new Parts(Objects.requireNonNull(pointer, "pointer"));
    // The native number of a pointer to memory of Java's is 0, whatever its offset.
    long address =
        parts.number() == 0 && !(pointer instanceof CUdeviceptr)
            ? 0
            : parts.number() + parts.offset();
    if (address == 0) {
      throw new IllegalArgumentException(
          "pointer must be to memory of a device, was null or to memory of Java's: " + pointer);
    }
    return address;
  }

  private static long number(@Nullable NativePointerObject handle) {
    return handle == null ? 0 : new Handle(handle).value();
  }

  /** Reads what JCuda's handles keep to themselves. */
  private static final class Handle extends NativePointerObject {
    Handle(NativePointerObject handle) {
      super(handle);
    }

    long value() {
      return getNativePointer();
    }
  }

  /** Reads what JCuda's pointers keep to themselves. */
  private static final class Parts extends Pointer {
    Parts(Pointer pointer) {
      super(pointer);
    }

    long number() {
      return getNativePointer();
    }

    long offset() {
      return getByteOffset();
    }
  }

  /** A pointer of an address, which JCuda counts from a null pointer. */
  private static final class Of extends CUdeviceptr {
    Of(long address) {
      super(new CUdeviceptr(), address);
    }
  }
}
