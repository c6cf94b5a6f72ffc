package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** A fill gives the same elements in any kind of memory and in any strides. */
final class MemoryContract {
  private MemoryContract() {}

  /** One test a kind of memory, against an unaligned heap buffer. */
  static Stream<DynamicTest> memories(Backend backend, Fill fill) {
    return Stream.of(
        test(fill, "direct", () -> direct(backend, fill)),
        test(fill, "big-endian", () -> bigEndian(backend, fill)),
        test(fill, "several buffers", () -> severalBuffers(backend, fill)),
        test(fill, "mapped", () -> mapped(backend, fill)),
        test(fill, "file", () -> file(backend, fill)),
        test(fill, "array", () -> array(backend, fill)),
        test(fill, "widened", () -> widened(backend, fill)));
  }

  private static DynamicTest test(Fill fill, String memory, Executable body) {
    return dynamicTest(Elements.describe(fill) + ", " + memory, body);
  }

  private static void direct(Backend backend, Fill fill) {
    ByteBuffer buffer =
        Elements.guarded(ByteBuffer.allocateDirect(Elements.byteCount(fill) + 2 * Elements.GUARD));
    backend.fill(fill, Destination.littleEndian(buffer));
    assertArrayEquals(Elements.filled(backend, fill), Elements.unguarded(buffer));
  }

  private static void bigEndian(Backend backend, Fill fill) {
    byte[] bytes = new byte[Elements.byteCount(fill)];
    backend.fill(fill, Destination.bigEndian(ByteBuffer.wrap(bytes)));
    int size = fill.dtype().partType().bytes();
    byte[] swapped = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      swapped[i] = bytes[i - i % size + size - 1 - i % size];
    }
    assertArrayEquals(Elements.filled(backend, fill), swapped);
  }

  private static void severalBuffers(Backend backend, Fill fill) {
    int bytes = Elements.byteCount(fill);
    int first = fill.dtype().partType().bytes() * 7;
    int parts = bytes / fill.dtype().partType().bytes();
    int second = fill.dtype().partType().bytes() * Math.min(20_001, parts / 2);
    ByteBuffer[] buffers = {
      ByteBuffer.allocate(first),
      ByteBuffer.allocateDirect(second),
      ByteBuffer.allocate(bytes - first - second)
    };
    backend.fill(fill, Destination.littleEndian(buffers));
    ByteBuffer joined = ByteBuffer.allocate(bytes);
    for (ByteBuffer buffer : buffers) {
      joined.put(buffer);
    }
    assertArrayEquals(Elements.filled(backend, fill), joined.array());
  }

  private static void mapped(Backend backend, Fill fill) throws IOException {
    Path path = Files.createTempFile("tensorinit", ".mapped");
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer buffer =
          Elements.guarded(
              channel.map(MapMode.READ_WRITE, 0, Elements.byteCount(fill) + 2L * Elements.GUARD));
      backend.fill(fill, Destination.littleEndian(buffer));
      assertArrayEquals(Elements.filled(backend, fill), Elements.unguarded(buffer));
    } finally {
      Files.delete(path);
    }
  }

  private static void file(Backend backend, Fill fill) throws IOException {
    Path path = Files.createTempFile("tensorinit", ".file");
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      int bytes = Elements.byteCount(fill);
      channel.write(Elements.guarded(ByteBuffer.allocate(bytes + 2 * Elements.GUARD)).clear(), 0);
      backend.fill(fill, Destination.file(channel, Elements.GUARD, bytes));
      ByteBuffer written = ByteBuffer.wrap(Files.readAllBytes(path));
      written.limit(bytes + Elements.GUARD).position(Elements.GUARD);
      assertArrayEquals(Elements.filled(backend, fill), Elements.unguarded(written));
    } finally {
      Files.delete(path);
    }
  }

  /** The array of the dtype's parts, from its second entry on where that can be said. */
  private static void array(Backend backend, Fill fill) {
    DType part = fill.dtype().partType();
    int parts = Elements.byteCount(fill) / part.bytes();
    ByteBuffer bytes = ByteBuffer.allocate(parts * part.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    if (part == DType.F32) {
      float[] array = new float[parts + 2];
      backend.fill(fill, Destination.of(array, 1));
      assertEquals(0, array[0]);
      assertEquals(0, array[parts + 1]);
      bytes.asFloatBuffer().put(array, 1, parts);
    } else if (part == DType.F64) {
      double[] array = new double[parts + 2];
      backend.fill(fill, Destination.of(array, 1));
      assertEquals(0, array[0]);
      assertEquals(0, array[parts + 1]);
      bytes.asDoubleBuffer().put(array, 1, parts);
    } else if (part.bytes() == Short.BYTES) {
      short[] array = new short[parts];
      backend.fill(fill, Destination.of(array));
      bytes.asShortBuffer().put(array);
    } else {
      backend.fill(fill, Destination.of(bytes.array()));
    }
    assertArrayEquals(Elements.filled(backend, fill), bytes.array());
  }

  /** Float64, and float32 where it holds all values, of any dtype: the number each part is. */
  private static void widened(Backend backend, Fill fill) {
    double[] expected = Elements.values(fill.dtype(), Elements.filled(backend, fill));
    double[] doubles = new double[expected.length + 1];
    backend.fill(fill, Destination.of(doubles, 1).widening(fill.dtype(), DType.F64));
    assertEquals(0, doubles[0]);
    assertArrayEquals(expected, Arrays.copyOfRange(doubles, 1, doubles.length));
    if (!fill.dtype().isDouble()) {
      float[] floats = new float[expected.length];
      backend.fill(fill, Destination.of(floats).widening(fill.dtype(), DType.F32));
      for (int i = 0; i < floats.length; i++) {
        assertEquals(expected[i], floats[i]);
      }
    }
  }

  /** One test a placement: column-major, padded rows, reversed axes, and an offset. */
  static Stream<DynamicTest> strides(Backend backend, Fill fill) {
    Shape shape = fill.shape();
    long[] padded = shape.rowMajorStrides();
    for (int axis = 0; axis < padded.length - 1; axis++) {
      padded[axis] *= 2;
    }
    long[] reversed = shape.rowMajorStrides();
    Arrays.setAll(reversed, axis -> -reversed[axis]);
    long last = shape.elementCount() - 1;
    long[] apart = shape.rowMajorStrides();
    Arrays.setAll(apart, axis -> 3 * apart[axis]);
    return Stream.of(
        test(fill, "column-major", () -> strided(backend, fill, Placing.columnMajor(shape))),
        test(fill, "padded", () -> strided(backend, fill, new Placing(5, padded))),
        test(fill, "reversed", () -> strided(backend, fill, new Placing(last, reversed))),
        test(fill, "apart", () -> strided(backend, fill, new Placing(2, apart))));
  }

  private static void strided(Backend backend, Fill fill, Placing placing) {
    int size = fill.dtype().bytes();
    byte[] rowMajor = Elements.filled(backend, fill);
    int elements = rowMajor.length / size;
    byte[] expected = new byte[(6 + 3 * elements) * size];
    for (int element = 0; element < elements; element++) {
      int place = Math.toIntExact(placing.of(element, fill.shape()));
      System.arraycopy(rowMajor, element * size, expected, place * size, size);
    }
    ByteBuffer actual = ByteBuffer.allocate(expected.length);
    backend.fill(
        fill, Destination.littleEndian(actual).strided(placing.offset(), placing.strides()));
    assertArrayEquals(expected, actual.array());
  }

  /**
   * Where elements go.
   *
   * @param offset the first element's place
   * @param strides the distance between neighbours along each axis
   */
  private record Placing(long offset, long[] strides) {
    static Placing columnMajor(Shape shape) {
      return new Placing(0, Destination.of(new float[0]).columnMajor().strides(shape));
    }

    long of(long element, Shape shape) {
      long place = offset;
      long rest = element;
      for (int axis = shape.rank() - 1; axis >= 0; axis--) {
        place += rest % shape.size(axis) * strides[axis];
        rest /= shape.size(axis);
      }
      return place;
    }
  }
}
