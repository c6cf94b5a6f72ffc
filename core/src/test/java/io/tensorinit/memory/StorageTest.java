package io.tensorinit.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {
  private static final float[] FLOATS = {1, 2, 3, 4, 5, 6, 7};

  @TempDir private Path folder;

  @Test
  void arraysTakeTheirOwnTypeFromTheirOffset() {
    float[] floats = new float[5];
    Storage storage = Destination.of(floats, 2).storage();
    assertEquals(3, storage.capacity(DType.F32));
    storage.putFloats(1, FLOATS, 2, 2);
    assertArrayEquals(new float[] {0, 0, 0, 3, 4}, floats);

    double[] doubles = new double[3];
    Destination.of(doubles, 1).storage().putDoubles(1, new double[] {8, 9}, 1, 1);
    assertArrayEquals(new double[] {0, 0, 9}, doubles);

    short[] shorts = new short[3];
    Destination.of(shorts).storage().putShorts(1, new short[] {5, 6}, 0, 2);
    assertArrayEquals(new short[] {0, 5, 6}, shorts);

    byte[] bytes = new byte[3];
    Destination.of(bytes).storage().putBytes(2, new byte[] {5, 6}, 1, 1);
    assertArrayEquals(new byte[] {0, 0, 6}, bytes);
  }

  @Test
  void refusalsNameStorageAndType() {
    assertRefused(
        "float[] cannot hold parts of F64, only of F32",
        () -> Destination.of(new float[4]).require(Shape.of(1), DType.F64));
    assertRefused(
        "double[] cannot hold parts of F32, only of F64",
        () -> Destination.of(new double[4]).require(Shape.of(1), DType.C64));
    assertRefused(
        "short[] cannot hold parts of F8_E5M2, only of F16 and BF16",
        () -> Destination.of(new short[4]).require(Shape.of(1), DType.F8_E5M2));
    assertRefused(
        "byte[] cannot hold parts of F16, only of F8_E4M3 and F8_E5M2",
        () -> Destination.of(new byte[4]).require(Shape.of(1), DType.C32));
    assertRefused(
        "offset must lie in 0..4 for a float[] of 4, was 5", () -> Destination.of(new float[4], 5));
    assertRefused("buffers must be one or more, was none", Destination::littleEndian);
    assertRefused(
        "buffer 1 must be writable, was read-only",
        () ->
            Destination.nativeOrder(
                ByteBuffer.allocate(8), ByteBuffer.allocate(8).asReadOnlyBuffer()));
    assertRefused(
        "buffer 0 must hold a whole number of parts of F32, was 6 bytes",
        () ->
            Destination.littleEndian(ByteBuffer.allocate(6), ByteBuffer.allocate(8))
                .require(Shape.of(1), DType.F32));
  }

  @Test
  void capacityIsCheckedThroughStridesAndOffset() {
    Shape shape = Shape.of(3, 4);
    Destination.of(new float[12]).require(shape, DType.F32);
    Destination.of(new float[12]).columnMajor().require(shape, DType.F32);
    Destination.of(new float[24]).require(shape, DType.C64);
    Destination.of(new float[15]).strided(2, 5, 1).require(Shape.of(3, 3), DType.F32);
    Destination.of(new float[12]).strided(11, -4, -1).require(shape, DType.F32);
    Destination.of(new float[0]).strided(99, 1, 1).require(Shape.of(0, 4), DType.F32);
    assertRefused(
        "float[] holds 11 elements of F32, but shape [3, 4] needs places 0 to 11",
        () -> Destination.of(new float[11]).require(shape, DType.F32));
    assertRefused(
        "float[] holds 11 elements of C64, but shape [3, 4] needs places 0 to 11",
        () -> Destination.of(new float[23]).require(shape, DType.C64));
    assertRefused(
        "float[] holds 12 elements of F32, but shape [3, 4] needs places -1 to 10",
        () -> Destination.of(new float[12]).strided(10, -4, -1).require(shape, DType.F32));
    assertRefused(
        "strides must be one an axis of shape [3, 4], was [1]",
        () -> Destination.of(new float[12]).strided(0, 1).require(shape, DType.F32));
    assertRefused(
        "strides [4611686018427387904, 1] must keep shape [3, 4] within 2^63 - 1 elements",
        () -> Destination.of(new float[12]).strided(0, 1L << 62, 1).require(shape, DType.F32));
  }

  @Test
  void rowMajorIsRecognized() {
    HostDestination destination = Destination.of(new float[24]);
    assertTrue(destination.isRowMajor(Shape.of(3, 4)));
    assertTrue(destination.strided(7, 4, 1).isRowMajor(Shape.of(3, 4)));
    assertTrue(destination.columnMajor().isRowMajor(Shape.of(1, 4)));
    assertTrue(!destination.columnMajor().isRowMajor(Shape.of(3, 4)));
  }

  @Test
  void theCallSaysTheOrderOfBytesAndBuffersKeepTheirPosition() {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      for (boolean direct : new boolean[] {false, true}) {
        ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(19) : ByteBuffer.allocate(19);
        buffer.position(3).limit(15);
        Storage storage =
            (order == ByteOrder.BIG_ENDIAN
                    ? Destination.bigEndian(buffer)
                    : Destination.littleEndian(buffer))
                .storage();
        assertEquals(3, storage.capacity(DType.F32));
        assertEquals(6, storage.capacity(DType.BF16));
        assertEquals(12, storage.capacity(DType.F8_E4M3));
        storage.putFloats(1, FLOATS, 0, 2);
        assertEquals(3, buffer.position());
        assertEquals(ByteOrder.BIG_ENDIAN, buffer.order());
        buffer.order(order);
        assertEquals(0, buffer.getFloat(3));
        assertEquals(1, buffer.getFloat(7));
        assertEquals(2, buffer.getFloat(11));
        storage.putDoubles(0, new double[] {7}, 0, 1);
        assertEquals(7, buffer.getDouble(3));
        storage.putShorts(5, new short[] {0x1234}, 0, 1);
        assertEquals(0x1234, buffer.getShort(13));
        storage.putBytes(11, new byte[] {9}, 0, 1);
        assertEquals(9, buffer.get(14));
      }
    }
  }

  /** As a user writes it: memory for native code, in a buffer of Java's default order. */
  @Test
  void nativeCodeReadsWhatIsWrittenInNativeOrder() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(8);
    Destination.nativeOrder(buffer).storage().putFloats(0, FLOATS, 0, 2);
    assertEquals(1, buffer.duplicate().order(ByteOrder.nativeOrder()).getFloat(0));
    assertEquals(2, buffer.duplicate().order(ByteOrder.nativeOrder()).getFloat(4));
  }

  @Test
  void typedBuffersTakeTheirPartsInTheirOrder() {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(32).order(order);
      FloatBuffer floats = bytes.asFloatBuffer().position(1).limit(7);
      Storage storage = Destination.of(floats).storage();
      assertEquals(6, storage.capacity(DType.F32));
      storage.putFloats(2, FLOATS, 0, 2);
      assertEquals(1, bytes.getFloat(12));
      assertEquals(2, bytes.getFloat(16));
      assertEquals(1, floats.position());
      Destination.of(bytes.asDoubleBuffer()).storage().putDoubles(3, new double[] {7}, 0, 1);
      assertEquals(7, bytes.getDouble(24));
      Destination.of(bytes.asShortBuffer()).storage().putShorts(0, new short[] {0x1234}, 0, 1);
      assertEquals(0x1234, bytes.getShort(0));
    }
    assertRefused(
        "FloatBuffer cannot hold parts of F64, only of F32",
        () -> Destination.of(FloatBuffer.allocate(4)).require(Shape.of(1), DType.F64));
    assertRefused(
        "DoubleBuffer cannot hold parts of F32, only of F64",
        () -> Destination.of(DoubleBuffer.allocate(4)).require(Shape.of(1), DType.C64));
    assertRefused(
        "ShortBuffer cannot hold parts of F32, only of F16 and BF16",
        () -> Destination.of(ShortBuffer.allocate(4)).require(Shape.of(1), DType.F32));
    assertRefused(
        "buffer must be writable, was read-only",
        () -> Destination.of(FloatBuffer.allocate(4).asReadOnlyBuffer()));
  }

  @Test
  void memorySegmentsAreFilledWhereJavaHasThem() throws ReflectiveOperationException {
    assertRefused(
        "segment must be a java.lang.foreign.MemorySegment, which Java has from 22 on, was a"
            + " java.lang.String",
        () -> Destination.ofSegment("text"));
    assumeTrue(Runtime.version().feature() >= 22, "Java 22 brought MemorySegment");
    byte[] bytes = new byte[10];
    Object segment =
        Class.forName("java.lang.foreign.MemorySegment")
            .getMethod("ofArray", byte[].class)
            .invoke(null, (Object) bytes);
    HostDestination destination = Destination.ofSegment(segment);
    destination.require(Shape.of(2), DType.F32);
    destination.storage().putFloats(0, FLOATS, 0, 2);
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    assertEquals(1, view.getFloat(0));
    assertEquals(2, view.getFloat(4));
  }

  /** A confined segment would take a small tensor and fail at a large one. */
  @Test
  void segmentsThatOtherThreadsMayNotTouchAreRefused() throws Exception {
    assumeTrue(Runtime.version().feature() >= 22, "Java 22 brought MemorySegment");
    assertRefused(
        "segment must be of a shared, global or automatic arena that all threads may use, was"
            + " confined to one",
        () -> Destination.ofSegment(segment(arena("ofConfined"))));
    AutoCloseable shared = (AutoCloseable) arena("ofShared");
    Object segment = segment(shared);
    HostDestination destination = Destination.ofSegment(segment);
    destination.require(Shape.of(4), DType.F32);
    destination.storage().putFloats(0, FLOATS, 0, 4);
    shared.close();
    assertRefused(
        "segment must be of a shared, global or automatic arena that is open, was closed",
        () -> Destination.ofSegment(segment));
    for (String open : List.of("ofAuto", "global")) {
      Destination.ofSegment(segment(arena(open))).require(Shape.of(4), DType.F32);
    }
  }

  private static Object arena(String method) throws ReflectiveOperationException {
    return Class.forName("java.lang.foreign.Arena").getMethod(method).invoke(null);
  }

  /** Sixteen bytes. */
  private static Object segment(Object arena) throws ReflectiveOperationException {
    return Class.forName("java.lang.foreign.Arena")
        .getMethod("allocate", long.class, long.class)
        .invoke(arena, 16L, 8L);
  }

  @Test
  void severalBuffersAreOneSequence() {
    ByteBuffer[] buffers = {
      ByteBuffer.allocateDirect(8),
      ByteBuffer.allocate(0),
      ByteBuffer.allocate(12),
      ByteBuffer.allocate(11)
    };
    Storage storage = Destination.bigEndian(buffers).storage();
    assertEquals(7, storage.capacity(DType.F32));
    storage.putFloats(0, FLOATS, 0, 0);
    storage.putFloats(7, FLOATS, 0, 0);
    storage.putFloats(1, FLOATS, 1, 6);
    storage.putFloats(0, FLOATS, 0, 1);
    assertEquals(1, buffers[0].getFloat(0));
    assertEquals(2, buffers[0].getFloat(4));
    assertEquals(3, buffers[2].getFloat(0));
    assertEquals(5, buffers[2].getFloat(8));
    assertEquals(6, buffers[3].getFloat(0));
    assertEquals(7, buffers[3].getFloat(4));
  }

  @Test
  void filesAreLittleEndianAndWrittenInPlace() throws IOException {
    Path file = folder.resolve("values");
    Files.write(file, new byte[] {1, 2, 3});
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      Storage storage = Destination.file(channel, 3, 4 * 40_000).storage();
      assertEquals(40_000, storage.capacity(DType.F32));
      assertEquals(80_000, storage.capacity(DType.F16));
      float[] values = new float[40_000];
      for (int i = 0; i < values.length; i++) {
        values[i] = i;
      }
      storage.putFloats(5, values, 5, 39_995);
      storage.putFloats(0, values, 0, 5);
      assertThrows(IndexOutOfBoundsException.class, () -> storage.putFloats(39_999, values, 0, 2));
      assertEquals(0, channel.position());
    }
    ByteBuffer read = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(3 + 4 * 40_000, read.limit());
    assertEquals(3, read.get(2));
    for (int i = 0; i < 40_000; i++) {
      assertEquals(i, read.getFloat(3 + 4 * i));
    }
  }

  @Test
  void filesRefuseWhatCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("read-only"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      assertRefused("channel must be open for writing", () -> Destination.file(channel, 0, 8));
      assertRefused(
          "file region must have a position and a length of 0 or more that add up to at most"
              + " 2^63 - 1, was position -1, length 8",
          () -> Destination.file(channel, -1, 8));
    }
  }

  /** Sparse files: only the pages that are written take room. */
  @Test
  void placesBeyond32BitsAreReached() throws IOException {
    long half = 3L << 29;
    Path file = folder.resolve("sparse");
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      Storage mapped =
          Destination.littleEndian(
                  channel.map(MapMode.READ_WRITE, 0, half),
                  channel.map(MapMode.READ_WRITE, half, half))
              .storage();
      assertEquals(half / 2, mapped.capacity(DType.F32));
      mapped.putFloats(half / 4 - 3, FLOATS, 0, 7);
      mapped.putFloats(half / 2 - 2, FLOATS, 0, 2);
      Storage region = Destination.file(channel, 5L << 30, 1L << 34).storage();
      region.putFloats((1L << 32) - 7, FLOATS, 0, 7);
      assertEquals(3, read(channel, half - 4));
      assertEquals(4, read(channel, half));
      assertEquals(7, read(channel, half + 12));
      assertEquals(2, read(channel, 2 * half - 4));
      assertEquals(7, read(channel, (5L << 30) + (1L << 34) - 4));
    }
  }

  private static float read(FileChannel channel, long at) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    channel.read(bytes, at);
    return bytes.getFloat(0);
  }

  @Test
  void failuresOfTheFileReachTheCaller() throws IOException {
    Path file = Files.createFile(folder.resolve("closed"));
    Storage storage;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      storage = Destination.file(channel, 0, 8).storage();
    }
    UncheckedIOException failure =
        assertThrows(UncheckedIOException.class, () -> storage.putFloats(0, FLOATS, 0, 2));
    assertEquals(ClosedChannelException.class, failure.getCause().getClass());
  }

  private static void assertRefused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
  }
}
