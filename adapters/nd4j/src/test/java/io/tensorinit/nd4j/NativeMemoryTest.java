package io.tensorinit.nd4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.tensor.DType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.pointers.PagedPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.nativeblas.OpaqueDataBuffer;

/** How ND4J's native memory is reached. */
class NativeMemoryTest {
  @BeforeEach
  void needNatives() {
    Nd4jNatives.require();
  }

  /** Memory larger than a buffer is several, one behind the other: here of 16 bytes. */
  @Test
  void largeMemoryIsSeveralBuffers() {
    INDArray array = Nd4j.createFromArray(new float[12]);
    List<ByteBuffer> buffers = HostArray.buffers(array.data().addressPointer(), 4, 40, 16);
    assertEquals(List.of(16, 16, 8), buffers.stream().map(ByteBuffer::remaining).toList());
    Destination.nativeOrder(buffers.toArray(ByteBuffer[]::new))
        .storage()
        .putFloats(0, new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, 0, 10);
    assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 0}, array.data().asFloat());
  }

  /** ND4J's own address of each element, asked of its indexer, is where a view begins. */
  @Test
  void aViewBeginsAtItsFirstElement() {
    INDArray array = Nd4j.arange(48).castTo(DataType.FLOAT).reshape(6, 8);
    INDArray view = array.get(NDArrayIndex.interval(2, 5), NDArrayIndex.interval(3, 2, 8));
    ByteBuffer memory = new BytePointer(view.data().addressPointer()).capacity(4).asByteBuffer();
    assertEquals(19, memory.order(java.nio.ByteOrder.nativeOrder()).getFloat(0));
  }

  /**
   * The way that an array of the CUDA backend goes: both backends' buffers have the same handle.
   */
  @Test
  void theHandleOfABufferIsFoundByName() {
    INDArray array = Nd4j.create(DataType.FLOAT, 4, 5).getRow(2);
    assertEquals(
        array.data().addressPointer().address(),
        DeviceArray.handle(array.data()).primaryBuffer().address());
  }

  /** ND4J tells where its stream stands, not which it is. */
  @Test
  void aStreamIsReadFromItsPlace() {
    try (LongPointer place = new LongPointer(2)) {
      place.put(0, 0x7f0012345678L).put(1, 0);
      assertEquals(0x7f0012345678L, DeviceArray.streamAt(place));
      assertEquals(0, DeviceArray.streamAt(new PagedPointer(place, 8, Long.BYTES)));
    }
  }

  /** A filler that fails may have written: what the device has is newer than the host's copy. */
  @Test
  void aFailedWriteIsTold() {
    OpaqueDataBuffer buffer = DeviceArray.handle(Nd4j.create(DataType.FLOAT, 4).data());
    DeviceArray array = new DeviceArray(buffer, DeviceDestination.at(0x1000));
    List<Object> told = new ArrayList<>();
    IllegalStateException failure = new IllegalStateException("midway");
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class,
            () ->
                array.write(
                    place -> {
                      told.add(place);
                      throw failure;
                    },
                    told::add)));
    assertEquals(List.of(array.destination(), buffer), told);
  }

  @Test
  void anArrayOfTheHostHasNoMemoryOfADevice() {
    INDArray array = Nd4j.create(DataType.FLOAT, 4, 5);
    assertEquals(
        "array must have memory of a device, has none",
        assertThrows(IllegalStateException.class, () -> DeviceArray.of(array, DType.F32))
            .getMessage());
  }
}
