package io.tensorinit.cuda.jcuda;

import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.PointerInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUmemorytype;
import jcuda.driver.CUpointer_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * Asks the driver about an address, all attributes in one call; an attribute that an address does
 * not have reads as 0.
 */
final class PointerQuery {
  private static final int[] ATTRIBUTES = {
    CUpointer_attribute.CU_POINTER_ATTRIBUTE_MEMORY_TYPE,
    CUpointer_attribute.CU_POINTER_ATTRIBUTE_IS_MANAGED,
    CUpointer_attribute.CU_POINTER_ATTRIBUTE_IS_LEGACY_CUDA_IPC_CAPABLE,
    CUpointer_attribute.CU_POINTER_ATTRIBUTE_DEVICE_ORDINAL,
    CUpointer_attribute.CU_POINTER_ATTRIBUTE_DEVICE_POINTER,
    CUpointer_attribute.CU_POINTER_ATTRIBUTE_RANGE_START_ADDR,
    CUpointer_attribute.CU_POINTER_ATTRIBUTE_RANGE_SIZE
  };

  /** A query of each thread, since every fill of device memory asks. */
  private static final ThreadLocal<PointerQuery> OF_THREAD =
      ThreadLocal.withInitial(PointerQuery::new);

  /** The driver writes 1, 4 or 8 bytes of each. */
  private final ByteBuffer answers =
      ByteBuffer.allocateDirect(ATTRIBUTES.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private final Pointer places;

  private PointerQuery() {
    Pointer first = Pointer.to(answers);
    Pointer[] each = new Pointer[ATTRIBUTES.length];
    for (int i = 0; i < each.length; i++) {
      each[i] = first.withByteOffset((long) i * Long.BYTES);
    }
    this.places = Pointer.to(each);
  }

  static Optional<PointerInfo> ask(long address) {
    return OF_THREAD.get().answer(address);
  }

  private Optional<PointerInfo> answer(long address) {
    answers.clear().put(new byte[answers.capacity()]);
    int result =
        JCudaDriver.cuPointerGetAttributes(
            ATTRIBUTES.length, ATTRIBUTES, places, Handles.with(new CUdeviceptr(), address));
    // the second, by the manual, also of an address that belongs to no context: one is current here
    if (result == CUresult.CUDA_ERROR_INVALID_VALUE
        || result == CUresult.CUDA_ERROR_INVALID_CONTEXT) {
      return Optional.empty();
    }
    if (result != CUresult.CUDA_SUCCESS) {
      throw new CudaException(
          "cuPointerGetAttributes",
          result,
          CUresult.stringFor(result),
          "0x" + Long.toHexString(address));
    }
    int type = answers.getInt(0);
    if (type == 0) {
      return Optional.empty();
    }
    boolean managed = answers.get(Long.BYTES) != 0;
    boolean mapped = answers.get(2 * Long.BYTES) == 0;
    return Optional.of(
        new PointerInfo(
            kind(type, managed, answers.getLong(4 * Long.BYTES) == address),
            answers.getInt(3 * Long.BYTES),
            answers.getLong(5 * Long.BYTES),
            answers.getLong(6 * Long.BYTES),
            mapped));
  }

  private static PointerInfo.Kind kind(int type, boolean managed, boolean reached) {
    if (managed) {
      return PointerInfo.Kind.MANAGED;
    }
    if (type != CUmemorytype.CU_MEMORYTYPE_HOST) {
      return PointerInfo.Kind.DEVICE;
    }
    return reached ? PointerInfo.Kind.MAPPED_HOST : PointerInfo.Kind.HOST;
  }
}
