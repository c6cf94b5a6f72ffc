package io.tensorinit.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.Initializers;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.Fill;
import io.tensorinit.memory.Destination;
import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.model.Parameter;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
  @TempDir Path folder;

  private final Backend backend = new PositionBackend();

  private static ModelBuilder described() {
    return Model.builder()
        .seed(Seed.of(7))
        .parameter("matrix", Shape.of(2, 3), Initializers.heNormal())
        .parameter("bias", Shape.of(3), Initializers.zeros())
        .parameter("scalar", Shape.scalar(), Initializers.ones())
        .parameter("nothing", Shape.of(0, 5), Initializers.zeros());
  }

  private Optional<Difference> verify(Path file, Model model) throws IOException {
    return Checkpoints.verify(model, file, backend).difference();
  }

  @Test
  void whatIsInitializedIsEqual() throws IOException {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.C64, DType.F16)) {
      for (String suffix : List.of(".safetensors", ".npz")) {
        Path file = folder.resolve(dtype + suffix);
        Model model = described().dtype(dtype).build();
        Checkpoints.write(model, file, backend, Progress.NONE);
        assertEquals(Optional.empty(), verify(file, model));
      }
    }
  }

  /** The bytes behind the header of a safetensors file: row-major, little-endian. */
  @Test
  void writesRowMajorLittleEndian() throws IOException {
    Model model = Model.builder().parameter("w", Shape.of(2, 2), Initializers.heNormal()).build();
    Path file = folder.resolve("w.safetensors");
    Checkpoints.write(model, file, backend, Progress.NONE);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int data = Math.toIntExact(8 + bytes.getLong(0));
    float[] found = new float[4];
    bytes.position(data).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(found);
    float first = model.parameters().get(0).key().value() & 0xff;
    assertArrayEquals(new float[] {first, first + 1, first + 2, first + 3}, found);
    assertEquals(data + 16, bytes.capacity());
  }

  @Test
  void everyChangedBitIsFoundAndNamed() throws IOException {
    Model model = described().build();
    Path file = folder.resolve("m.safetensors");
    Checkpoints.write(model, file, backend, Progress.NONE);
    byte[] good = Files.readAllBytes(file);
    int data = 8 + Math.toIntExact(ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong(0));
    long key = model.parameter("matrix").orElseThrow().key().value() & 0xff;
    // tensors lie by name: bias, matrix, nothing, scalar
    int matrix = data + 3 * Float.BYTES;
    for (int element = 0; element < 6; element++) {
      byte[] changed = good.clone();
      changed[matrix + element * Float.BYTES] ^= 1;
      Files.write(file, changed);
      Difference.Value found = (Difference.Value) verify(file, model).orElseThrow();
      assertEquals("matrix", found.tensor());
      assertEquals(List.of((long) element / 3, (long) element % 3), found.index());
      int bits = Float.floatToIntBits((float) (key + element));
      assertEquals((float) (key + element) + String.format(" (0x%08x)", bits), found.expected());
      assertTrue(found.found().endsWith(String.format(" (0x%08x)", bits ^ 1)), found.found());
    }
  }

  @Test
  void namesTheFirstOfSeveralDifferences() throws IOException {
    Model model = Model.builder().parameter("w", Shape.of(50_000), Initializers.zeros()).build();
    Path file = folder.resolve("m.safetensors");
    Checkpoints.write(model, file, backend, Progress.NONE);
    byte[] bytes = Files.readAllBytes(file);
    int data = bytes.length - 50_000 * Float.BYTES;
    bytes[data + 40_000 * Float.BYTES] ^= 1;
    bytes[data + 20_000 * Float.BYTES + 3] ^= 1;
    Files.write(file, bytes);
    assertEquals(List.of(20_000L), ((Difference.Value) verify(file, model).orElseThrow()).index());
  }

  @Test
  void missingExtraAndOtherFormsAreDifferences() throws IOException {
    Path file = folder.resolve("m.safetensors");
    Checkpoints.write(described().build(), file, backend, Progress.NONE);
    Model more = described().parameter("more", Shape.of(1), Initializers.zeros()).build();
    assertEquals("tensor \"more\" is missing", verify(file, more).orElseThrow().toString());
    Checkpoints.write(more, file, backend, Progress.NONE);
    assertEquals(
        "tensor \"more\" is not in the model",
        verify(file, described().build()).orElseThrow().toString());
    Model first = Model.builder().parameter("w", Shape.of(2, 3), Initializers.zeros()).build();
    Model second = Model.builder().parameter("w", Shape.of(3, 2), Initializers.zeros()).build();
    Checkpoints.write(first, file, backend, Progress.NONE);
    assertEquals(
        "tensor \"w\": expected shape [3, 2], found [2, 3]",
        verify(file, second).orElseThrow().toString());
    Model narrow =
        Model.builder()
            .dtype(DType.BF16)
            .parameter("w", Shape.of(2, 3), Initializers.zeros())
            .build();
    assertEquals(
        "tensor \"w\": expected dtype BF16, found F32",
        verify(file, narrow).orElseThrow().toString());
  }

  /** A 2 x 3 array in Fortran's order, as NumPy saves a transposed one. */
  @Test
  void comparesColumnMajorArraysByIndex() throws IOException {
    Model model = Model.builder().parameter("w", Shape.of(2, 3), Initializers.zeros()).build();
    float first = model.parameters().get(0).key().value() & 0xff;
    String header = "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }\n";
    ByteBuffer npy = ByteBuffer.allocate(10 + header.length() + 24).order(ByteOrder.LITTLE_ENDIAN);
    npy.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    npy.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (float value : new float[] {0, 3, 1, 4, 2, 5}) {
      npy.putFloat(first + value);
    }
    Path file = folder.resolve("f.npz");
    zip(file, "w.npy", npy.array());
    assertEquals(Optional.empty(), verify(file, model));
    npy.putFloat(npy.capacity() - 8, -1); // the fifth in the file: element (0, 2)
    zip(file, "w.npy", npy.array());
    assertEquals(List.of(0L, 2L), ((Difference.Value) verify(file, model).orElseThrow()).index());
  }

  private static void zip(Path file, String name, byte[] bytes) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      ZipEntry entry = new ZipEntry(name);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      CRC32 crc = new CRC32();
      crc.update(bytes);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(bytes);
    }
  }

  @Test
  void reportsProgress() throws IOException {
    Model model = described().build();
    AtomicLong expected = new AtomicLong();
    AtomicLong done = new AtomicLong();
    List<String> finished = new ArrayList<>();
    Progress progress =
        new Progress() {
          @Override
          public void begin(long bytes) {
            expected.set(bytes);
          }

          @Override
          public void advance(long bytes) {
            done.addAndGet(bytes);
          }

          @Override
          public void finished(Parameter parameter) {
            finished.add(parameter.name());
          }
        };
    Path file = folder.resolve("m.npz");
    Checkpoints.write(model, file, backend, progress);
    assertEquals(40, expected.get());
    assertEquals(40, done.get());
    assertEquals(List.of("matrix", "bias", "scalar", "nothing"), finished);
    done.set(0);
    Checkpoints.verify(model, file, backend, progress);
    assertEquals(40, done.get());
    done.set(0);
    Checkpoints.inspect(file, progress);
    assertEquals(80, expected.get());
    assertEquals(80, done.get());
  }

  @Test
  void aFailedFillLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("m.safetensors");
    Files.writeString(file, "old");
    Backend full =
        new Backend() {
          @Override
          public String name() {
            return "full";
          }

          @Override
          public String device() {
            return "none";
          }

          @Override
          public void fill(Fill fill, Destination destination) {
            throw new UncheckedIOException(new IOException("No space left on device"));
          }

          @Override
          public void close() {}
        };
    assertEquals(
        "cannot write " + file + ": No space left on device",
        assertThrows(
                IOException.class,
                () -> Checkpoints.write(described().build(), file, full, Progress.NONE))
            .getMessage());
    assertEquals("old", Files.readString(file));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void refusesAModelTheFileCannotHold() {
    Path file = folder.resolve("m.npz");
    Model model = described().dtype(DType.BF16).build();
    assertEquals(
        "an .npz file cannot hold dtype BF16 of \"matrix\"; a .safetensors file can",
        assertThrows(
                IllegalArgumentException.class,
                () -> Checkpoints.write(model, file, backend, Progress.NONE))
            .getMessage());
    assertFalse(Files.exists(file));
    assertEquals(
        "a checkpoint's file must be named NAME.safetensors or NAME.npz, was \"model.bin\"",
        assertThrows(
                IllegalArgumentException.class,
                () -> Checkpoints.write(model, Path.of("model.bin"), backend, Progress.NONE))
            .getMessage());
  }
}
