package io.tensorinit.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.tensor.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known answers: {@code official.npz} and {@code compressed.npz}, written by NumPy (2.4.6) with the
 * program {@code core/src/test/python/make_checkpoints.py}.
 */
class NpzTest {
  @TempDir Path folder;

  /** The archives differ (NumPy leaves flags and sizes to its zip library), the arrays do not. */
  @Test
  void writesTheArraysOfNumpy() throws IOException {
    Path file = folder.resolve("ours.npz");
    CheckpointFiles.write(file, CheckpointFiles.numpyTensors());
    Map<String, byte[]> ours = unzip(Files.newInputStream(file));
    Map<String, byte[]> numpys =
        unzip(CheckpointFiles.class.getResourceAsStream("/format/official.npz"));
    assertEquals(List.copyOf(numpys.keySet()), List.copyOf(ours.keySet()));
    numpys.forEach((name, bytes) -> assertArrayEquals(bytes, ours.get(name), name));
  }

  /** Java's own reader of zip streams; it checks each CRC. */
  private static Map<String, byte[]> unzip(InputStream file) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"official.npz", "compressed.npz"})
  void readsNumpysArchives(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, CheckpointFiles.resource(name));
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      assertEquals(CheckpointFiles.numpyTensors(), reader.tensors());
      for (int i = 0; i < reader.tensors().size(); i++) {
        TensorInfo tensor = reader.tensors().get(i);
        assertArrayEquals(CheckpointFiles.content(tensor), CheckpointFiles.read(reader, i));
        assertFalse(reader.isColumnMajor(i));
      }
    }
  }

  @Test
  void writesTheSameBytesEveryTime() throws IOException {
    Path first = folder.resolve("first.npz");
    Path second = folder.resolve("second.npz");
    CheckpointFiles.write(first, CheckpointFiles.numpyTensors());
    CheckpointFiles.write(second, CheckpointFiles.numpyTensors());
    assertEquals(-1, Files.mismatch(first, second));
  }

  /** More files than the 65,535 that an archive without zip64 records holds. */
  @Test
  void holdsSeventyThousandTensors() throws IOException {
    List<TensorInfo> tensors =
        IntStream.range(0, 70_000)
            .mapToObj(i -> new TensorInfo("t" + i, StoredType.F32, Shape.of(1)))
            .toList();
    Path file = folder.resolve("many.npz");
    CheckpointFiles.write(file, tensors);
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      assertEquals(tensors, reader.tensors());
      assertArrayEquals(
          CheckpointFiles.content(tensors.get(69_999)), CheckpointFiles.read(reader, 69_999));
    }
  }

  @Test
  void placesTensorsBeyondFourGigabytes() {
    TensorInfo large = new TensorInfo("large", StoredType.F64, Shape.of(1L << 30));
    TensorInfo small = new TensorInfo("small", StoredType.F16, Shape.of(1));
    FileLayout layout = CheckpointFormat.NPZ.checkedLayout(List.of(large, small), Map.of());
    // 30 + 9 + 20 bytes of local header, 128 of .npy header; then the same for the second
    assertEquals(187, layout.position(0));
    assertEquals(187 + (8L << 30) + 187, layout.position(1));
  }

  @Test
  void refusesWhatItCannotHoldBeforeWriting() throws IOException {
    assertRefused(
        "an .npz file cannot hold dtype BF16 of \"w\"; a .safetensors file can",
        new TensorInfo("w", StoredType.BF16, Shape.of(1)));
    assertRefused(
        "an .npz file cannot hold dtype F8_E4M3 of \"w\"; a .safetensors file can",
        new TensorInfo("w", StoredType.F8_E4M3, Shape.of(1)));
    assertRefused(
        "an .npz file cannot hold the name \"a\0b\": it has a zero character",
        new TensorInfo("a\0b", StoredType.F32, Shape.of(1)));
    assertRefused(
        "an .npz file holds names of at most 65531 bytes, \"" + "x".repeat(40) + "...\" is longer",
        new TensorInfo("x".repeat(65532), StoredType.F32, Shape.of(1)));
    assertRefused(
        "an .npz file holds tensors of at most 64 axes, \"w\" has 65",
        new TensorInfo("w", StoredType.F32, Shape.of(new long[65])));
    assertRefused(
        "an .npz file cannot hold both \"w\" and \"w.npy\": NumPy takes the second for the first",
        new TensorInfo("w", StoredType.F32, Shape.of(1)),
        new TensorInfo("w.npy", StoredType.F32, Shape.of(1)));
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  private void assertRefused(String message, TensorInfo... tensors) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    CheckpointWriter.create(
                        folder.resolve("x.npz"), CheckpointFormat.NPZ, List.of(tensors)))
            .getMessage());
  }

  @Test
  void readsFortransOrderAndOldVersions() throws IOException {
    Path file = folder.resolve("fortran.npz");
    zip(
        file,
        "m.npy",
        npy(1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", 24),
        "v2.npy",
        npy(2, "{'descr': '|u1', 'fortran_order': False, 'shape': (3L,), }", 3),
        "int.npy",
        npy(3, "{'shape': (), 'fortran_order': False, 'descr': '<i8'}", 8));
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      assertTrue(reader.isColumnMajor(0));
      assertEquals(Shape.of(2, 3), reader.tensors().get(0).shape());
      assertEquals(new TensorInfo("v2", StoredType.U8, Shape.of(3)), reader.tensors().get(1));
      assertEquals(new TensorInfo("int", StoredType.I64, Shape.scalar()), reader.tensors().get(2));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), } | 4"
            + " | its .npy header has no valid shape: (-1,)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), } | 4"
            + " | its .npy header has no valid shape: (99999999999999999999,)",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } | 4"
            + " | it has 4 bytes of elements where its header asks for 8",
      })
  void refusesBrokenArrays(String header, int dataBytes, String message) throws IOException {
    Path file = folder.resolve("broken.npz");
    zip(file, "w.npy", npy(1, header, dataBytes));
    assertMalformed(file, "\"w.npy\": " + message);
  }

  @Test
  void refusesBrokenArchives() throws IOException {
    Path file = folder.resolve("broken.npz");
    zip(file, "w.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 9, 0});
    assertMalformed(file, "\"w.npy\": .npy version 9.0 is not known");
    zip(file, "w.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 80, 0, '{'});
    assertMalformed(file, "\"w.npy\": its .npy header is cut short");
    zip(file, "w.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 0, 0, 0, 9});
    assertMalformed(file, "\"w.npy\": its .npy header has 150994944 bytes");
    byte[] whole = CheckpointFiles.resource("official.npz");
    Files.write(file, Arrays.copyOf(whole, whole.length - 1));
    assertMalformed(file, "it is a broken zip archive: ");
    Files.write(file, new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
    assertMalformed(file, "it is a broken zip archive: ");
  }

  private static void assertMalformed(Path file, String message) {
    String found =
        assertThrows(MalformedCheckpointException.class, () -> CheckpointReader.open(file))
            .getMessage();
    assertTrue(found.startsWith(file + ": " + message), found);
    assertEquals(1, found.lines().count());
  }

  private static byte[] npy(int version, String header, int dataBytes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    bytes.write(header.length() & 0xff);
    bytes.writeBytes(new byte[version == 1 ? 1 : 3]);
    bytes.writeBytes(header.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(new byte[dataBytes]);
    return bytes.toByteArray();
  }

  private static void zip(Path file, Object... namesAndFiles) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndFiles.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndFiles[i]));
        zip.write((byte[]) namesAndFiles[i + 1]);
      }
    }
  }
}
