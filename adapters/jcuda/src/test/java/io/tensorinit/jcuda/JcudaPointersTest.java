package io.tensorinit.jcuda;

import static io.tensorinit.Initializers.heNormal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.TensorInit;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.spec.FillRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.runtime.cudaStream_t;
import org.junit.jupiter.api.Test;

/** What JCuda's pointers and streams are as numbers; no native code is called. */
class JcudaPointersTest {
  private static final FillRequest REQUEST = TensorInit.tensor(heNormal()).shape(3, 5).name("w");

  /** A pointer as cudaMalloc fills it. */
  private static final class Filled extends Pointer {
    Filled(long address) {
      super(address);
    }
  }

  /** A pointer as cuMemAlloc fills it: by native code, so here by an offset. */
  private static CUdeviceptr driverPointer(long address) {
    return new CUdeviceptr().withByteOffset(address);
  }

  @Test
  void aPointersOffsetCounts() {
    assertEquals(DeviceDestination.at(4096), JcudaPointers.device(new Filled(4096)));
    assertEquals(
        DeviceDestination.at(4196), JcudaPointers.device(new Filled(4096).withByteOffset(100)));
    assertEquals(
        DeviceDestination.at(4000),
        JcudaPointers.device(new Filled(4096).withByteOffset(4).withByteOffset(-100)));
    assertEquals(DeviceDestination.at(512), JcudaPointers.device(driverPointer(512)));
    assertEquals(
        DeviceDestination.at(520), JcudaPointers.device(driverPointer(512).withByteOffset(8)));
  }

  /** Addresses beyond 2^63 are negative numbers. */
  @Test
  void anyAddressIsTaken() {
    assertEquals(-16, JcudaPointers.device(new Filled(-16)).address());
  }

  @Test
  void aMissingStreamIsTheDefaultOne() {
    Pointer pointer = new Filled(4096);
    assertEquals(0, JcudaPointers.device(pointer, (cudaStream_t) null).stream());
    assertEquals(0, JcudaPointers.device(pointer, (CUstream) null).stream());
    assertEquals(0, JcudaPointers.device(pointer, new cudaStream_t()).stream());
    assertEquals(0, JcudaPointers.device(pointer, new CUstream()).stream());
  }

  @Test
  void whatIsNoMemoryOfADeviceIsRefused() {
    for (Pointer pointer :
        List.of(
            new Pointer(),
            new CUdeviceptr(),
            Pointer.to(new float[4]),
            Pointer.to(new float[4]).withByteOffset(8),
            Pointer.to(ByteBuffer.allocateDirect(16)),
            Pointer.to(new Filled(4096)))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> JcudaPointers.device(pointer))
              .getMessage();
      assertTrue(
          message.startsWith(
              "pointer must be to memory of a device, was null or to memory of Java's: "),
          message);
    }
    assertThrows(NullPointerException.class, () -> JcudaPointers.device(null));
  }

  @Test
  void aByteBufferIsFilledWhereItLies() {
    ByteBuffer direct = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
    REQUEST.into(JcudaPointers.host(Pointer.to(direct)));
    assertArrayEquals(REQUEST.floats(), floats(direct, 0, 15));

    REQUEST.into(JcudaPointers.host(Pointer.to(direct).withByteOffset(4)));
    assertArrayEquals(REQUEST.floats(), floats(direct, 1, 15));
    assertThrows(
        IllegalArgumentException.class,
        () -> REQUEST.into(JcudaPointers.host(Pointer.to(direct).withByteOffset(8))),
        "a float too much");
    for (long offset : new long[] {-4, 65, 1L << 33}) {
      assertEquals(
          "pointer must be to a place in its 64 bytes of memory, was one at byte " + offset,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> JcudaPointers.host(Pointer.to(direct).withByteOffset(offset)))
              .getMessage());
    }

    ByteBuffer heap = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    REQUEST.into(JcudaPointers.host(Pointer.to(heap)));
    assertArrayEquals(REQUEST.floats(), floats(heap, 0, 15));
  }

  private static float[] floats(ByteBuffer bytes, int from, int count) {
    float[] values = new float[count];
    FloatBuffer floats = bytes.duplicate().order(ByteOrder.nativeOrder()).clear().asFloatBuffer();
    floats.get(from, values);
    return values;
  }

  @Test
  void whatHasNoByteBufferIsRefused() {
    for (Pointer pointer :
        List.of(new Pointer(), new Filled(4096), Pointer.to(new float[4]), driverPointer(8))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> JcudaPointers.host(pointer))
              .getMessage();
      assertTrue(
          message.startsWith("pointer must be to a ByteBuffer or pinned memory of the host, was "),
          message);
      assertTrue(message.endsWith("an array of Java's is a Destination.of(array)"), message);
    }
  }
}
