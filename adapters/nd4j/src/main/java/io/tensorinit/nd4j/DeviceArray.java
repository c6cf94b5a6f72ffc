package io.tensorinit.nd4j;

import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.tensor.DType;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/**
 * An array of ND4J's CUDA backend, in memory of its device and the order of the calling thread's
 * stream.
 *
 * @param buffer ND4J's handle of the array's memory, which begins at its first element
 * @param destination where its elements lie
 */
record DeviceArray(OpaqueDataBuffer buffer, DeviceDestination destination) {
  /**
   * The memory of an array. Where the host has the newer values they are copied to the device
   * first: a view is a part of them.
   *
   * @param array the array, neither empty nor closed
   * @param dtype the type of its elements
   * @throws IllegalStateException if it lies on another device than the calling thread uses, or on
   *     none
   */
  static DeviceArray of(INDArray array, DType dtype) {
    OpaqueDataBuffer buffer = handle(array.data());
    int threads = Nd4j.getAffinityManager().getDeviceForCurrentThread();
    if (buffer.deviceId() != threads) {
      throw new IllegalStateException(
          "array must lie on the device of the calling thread, "
              + threads
              + ", was on "
              + buffer.deviceId());
    }
    buffer.syncToSpecial();
    Pointer memory = buffer.specialBuffer();
    if (memory == null || memory.isNull()) {
      throw new IllegalStateException("array must have memory of a device, has none");
    }
    return new DeviceArray(
        buffer,
        DeviceDestination.at(memory.address())
            .onStream(stream())
            .strided(array.stride())
            .holding(Nd4jArrays.shape(array), dtype));
  }

  /** Fills it, and tells ND4J that the device has the newer values. */
  void write(Consumer<? super DeviceDestination> filler) {
    write(filler, ops()::dbTickDeviceWrite);
  }

  /** Fills it, and tells that it was written to, if only in part before the filler failed. */
  void write(Consumer<? super DeviceDestination> filler, Consumer<OpaqueDataBuffer> written) {
    try {
      filler.accept(destination);
    } finally {
      written.accept(buffer);
    }
  }

  /**
   * ND4J's handle of a buffer's memory, of which each of its backends has a method by this name.
   */
  static OpaqueDataBuffer handle(DataBuffer data) {
    try {
      return (OpaqueDataBuffer) data.getClass().getMethod("getOpaqueDataBuffer").invoke(data);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "ND4J must be 1.0.0-M2.1; " + data.getClass() + " keeps its memory elsewhere", e);
    }
  }

  /** The stream that ND4J's operations of this thread run on. */
  private static long stream() {
    return streamAt(ops().lcExecutionStream(ops().defaultLaunchContext()));
  }

  /** The stream that stands at a place, which is what ND4J tells; 0 for the default stream. */
  static long streamAt(Pointer place) {
    Pointer stream = new PointerPointer<Pointer>(place).get(0);
    return stream == null ? 0 : stream.address();
  }

  private static NativeOps ops() {
    return NativeOpsHolder.getInstance().getDeviceNativeOps();
  }
}
