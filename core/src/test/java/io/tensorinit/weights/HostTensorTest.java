package io.tensorinit.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.Initializers;
import io.tensorinit.backend.BackendException;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DoubleArrayStorage;
import io.tensorinit.memory.HostDestination;
import io.tensorinit.model.Model;
import io.tensorinit.model.Parameter;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory in several buffers, as tensors of more than 2^30 bytes have it; here of 48 bytes each. */
class HostTensorTest {
  private static final Shape SHAPE = Shape.of(3, 7, 11);

  private static Parameter parameter(Shape shape, DType dtype) {
    return Model.builder()
        .parameter(ParameterSpec.of("w", shape).init(Initializers.zeros()).dtype(dtype))
        .build()
        .parameters()
        .get(0);
  }

  private static HostTensor counted(Parameter parameter, long bufferBytes) {
    HostTensor tensor = new HostTensor(parameter, bufferBytes, ByteBuffer::allocate);
    tensor.write(Region.whole(), part -> part % 5);
    return tensor;
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "BF16", "F8_E5M2", "C32", "C64", "C128"})
  void everyRegionGoesToAnyPlacesAcrossBuffers(DType dtype) {
    Parameter parameter = parameter(SHAPE, dtype);
    HostTensor tensor = counted(parameter, 48);
    int parts = dtype.partCount();
    for (Region region :
        new Region[] {
          Region.whole(),
          Region.range(100, 90),
          Region.box(new long[] {1, 2, 3}, new long[] {2, 4, 5}),
          Region.range(5, 0)
        }) {
      Shape shape = region.shapeIn(SHAPE);
      int count = (int) shape.elementCount() * parts;
      double[] expected = new double[count];
      region.forEachRun(
          SHAPE,
          (whole, at, length) -> {
            for (long part = 0; part < length * parts; part++) {
              expected[(int) (at * parts + part)] = (whole * parts + part) % 5;
            }
          });
      assertArrayEquals(expected, read(tensor, region, dtype, Destination.of(new double[count])));
      double[] columns =
          read(tensor, region, dtype, Destination.of(new double[count]).columnMajor());
      long[] strides = Destination.of(new double[0]).columnMajor().strides(shape);
      for (int element = 0; element < count / parts; element++) {
        long place = 0;
        long rest = element;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
          place += rest % shape.size(axis) * strides[axis];
          rest /= shape.size(axis);
        }
        for (int part = 0; part < parts; part++) {
          assertEquals(expected[element * parts + part], columns[(int) place * parts + part]);
        }
      }
    }
    LongStream.range(0, SHAPE.elementCount() * parts)
        .forEach(part -> assertEquals(part % 5, tensor.number(part)));
  }

  private static double[] read(
      HostTensor tensor, Region region, DType dtype, HostDestination doubles) {
    double[] array = ((DoubleArrayStorage) doubles.storage()).array();
    tensor.read(region, doubles.widening(dtype, DType.F64));
    return array;
  }

  @Test
  void aRegionIsOverwrittenAcrossBuffers() {
    HostTensor tensor = counted(parameter(SHAPE, DType.F32), 48);
    Region box = Region.box(new long[] {0, 3, 9}, new long[] {3, 2, 2});
    tensor.write(box, part -> 100 + part);
    double[] all = new double[231];
    tensor.read(Region.whole(), Destination.of(all).widening(DType.F32, DType.F64));
    double[] expected = new double[231];
    Arrays.setAll(expected, i -> i % 5);
    box.forEachRun(
        SHAPE,
        (whole, at, length) -> {
          for (int i = 0; i < length; i++) {
            expected[(int) whole + i] = 100 + at + i;
          }
        });
    assertArrayEquals(expected, all);
  }

  @Test
  void memoryThatCannotBeHadIsSaid() {
    Parameter large = parameter(Shape.of(1L << 32), DType.F64);
    IntFunction<ByteBuffer> full =
        bytes -> {
          throw new OutOfMemoryError("Cannot reserve " + bytes + " bytes of direct buffer memory");
        };
    assertEquals(
        "no memory for the 34359738368 bytes of \"w\": memory outside of the heap is limited by"
            + " -XX:MaxDirectMemorySize, else by -Xmx",
        assertThrows(BackendException.class, () -> new HostTensor(large, 1 << 30, full))
            .getMessage());
  }
}
