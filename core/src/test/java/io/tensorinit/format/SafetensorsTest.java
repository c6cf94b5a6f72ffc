package io.tensorinit.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Known answer: {@code official.safetensors}, written by the safetensors library (0.8.0) with the
 * program {@code core/src/test/python/make_checkpoints.py}.
 */
class SafetensorsTest {
  @TempDir Path folder;

  @Test
  void writesTheBytesOfTheOfficialLibrary() throws IOException {
    Path file = folder.resolve("ours.safetensors");
    CheckpointFiles.write(file, CheckpointFiles.TENSORS);
    assertArrayEquals(CheckpointFiles.resource("official.safetensors"), Files.readAllBytes(file));
  }

  @Test
  void readsTheOfficialLibrarysFile() throws IOException {
    Path file = folder.resolve("official.safetensors");
    Files.write(file, CheckpointFiles.resource("official.safetensors"));
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      List<TensorInfo> found = reader.tensors();
      assertEquals(CheckpointFiles.TENSORS.size(), found.size());
      assertTrue(found.containsAll(CheckpointFiles.TENSORS));
      for (int i = 0; i < found.size(); i++) {
        assertArrayEquals(CheckpointFiles.content(found.get(i)), CheckpointFiles.read(reader, i));
      }
    }
  }

  @Test
  void writesAnEmptyModel() throws IOException {
    Path file = folder.resolve("none.safetensors");
    CheckpointFiles.write(file, List.of());
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      assertEquals(List.of(), reader.tensors());
    }
  }

  @Test
  void refusesWhatItCannotHoldBeforeWriting() throws IOException {
    Path file = folder.resolve("x.safetensors");
    assertRefused(
        file,
        new TensorInfo("w", StoredType.C128, Shape.of(1)),
        "a .safetensors file cannot hold dtype C128 of \"w\"; an .npz file can");
    assertRefused(
        file,
        new TensorInfo("__metadata__", StoredType.F32, Shape.of(1)),
        "a .safetensors file cannot hold a tensor named \"__metadata__\": reserved");
    assertEquals(
        "no checkpoint file can hold dtype C32 of \"w\": it is for tensors in memory only",
        assertThrows(
                IllegalArgumentException.class,
                () -> CheckpointFormat.SAFETENSORS.typeOf("w", DType.C32))
            .getMessage());
    TensorInfo twice = new TensorInfo("w", StoredType.F32, Shape.of(1));
    assertEquals(
        "a checkpoint cannot hold two tensors named \"w\"",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    CheckpointWriter.create(
                        file, CheckpointFormat.SAFETENSORS, List.of(twice, twice)))
            .getMessage());
    TensorInfo huge = new TensorInfo("h", StoredType.F64, Shape.of(1L << 59));
    TensorInfo more = new TensorInfo("m", StoredType.F64, Shape.of(1L << 59));
    assertEquals(
        "a file must have at most 2^63 - 1 bytes",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    CheckpointWriter.create(
                        file, CheckpointFormat.SAFETENSORS, List.of(huge, more)))
            .getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  private static void assertRefused(Path file, TensorInfo tensor, String message) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> CheckpointWriter.create(file, CheckpointFormat.SAFETENSORS, List.of(tensor)))
            .getMessage());
  }

  @Test
  void refusesWhatHasNoRoomBeforeWriting() throws IOException {
    TensorInfo huge = new TensorInfo("h", StoredType.F32, Shape.of(1L << 60));
    Path file = folder.resolve("huge.safetensors");
    IOException refusal =
        assertThrows(
            IOException.class,
            () -> CheckpointWriter.create(file, CheckpointFormat.SAFETENSORS, List.of(huge)));
    assertTrue(
        refusal.getMessage().startsWith("cannot write " + file + ": it needs 46116860184273880"),
        refusal.getMessage());
    try (var files = Files.list(folder)) {
      assertEquals(0, files.count());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ | 0 | its header is no JSON: line 1, column",
        "{\"a\":1,\"a\":2} | 0 | its header is no JSON: line 1, column",
        "[] | 0 | the header must be an object",
        "{\"a\":1} | 0 | tensor \"a\" must be an object",
        "{\"__metadata__\":{\"format\":1}} | 0 | \"format\" of __metadata__ must be a text",
        "{\"__metadata__\":[]} | 0 | __metadata__ must be an object",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}} | 0"
            + " | tensor \"a\" must have dtype, shape and data_offsets, has [dtype, shape]",
        "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}} | 2"
            + " | tensor \"a\" of shape [3] and dtype F4 must fill whole bytes",
        "{\"a\":{\"dtype\":4,\"shape\":[1],\"data_offsets\":[0,4]}} | 4"
            + " | tensor \"a\": dtype must be a text, was 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0,4294967296,4294967296],\"data_offsets\":[0,0]}} | 0"
            + " | tensor \"a\": shape [0, 4294967296, 4294967296] must have at most",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}} | 4"
            + " | tensor \"a\": shape must be a list of integers of 0 or more",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}} | 4"
            + " | tensor \"a\": shape must be a list of integers of 0 or more",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}} | 4"
            + " | tensor \"a\": shape [4611686018427387904, 4] must have at most",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904],\"data_offsets\":[0,4]}} | 4"
            + " | tensor \"a\" of shape [4611686018427387904] and dtype F32 must",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}} | 4"
            + " | tensor \"a\": data_offsets must be a begin and an end, were [4, 0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}} | 4"
            + " | tensor \"a\": data_offsets must be a begin and an end, were [0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}} | 8"
            + " | tensor \"a\" has 8 bytes where shape [1] and dtype F32 ask for 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}} | 8"
            + " | tensor \"a\" begins at byte 4 of the data, not where the one before it ends, at 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | 12"
            + " | tensor \"b\" begins at byte 4 of the data, not where the one before it ends, at 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 5"
            + " | its tensors take 4 bytes, the file has 5 for them",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} | 3"
            + " | its tensors take 4 bytes, the file has 3 for them",
      })
  void refusesBrokenHeaders(String header, int dataBytes, String message) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    assertMalformed(file(text.length, text, dataBytes), message);
  }

  @Test
  void refusesBrokenLengths() throws IOException {
    assertMalformed(new byte[7], "it has 7 bytes; a safetensors file has at least 8");
    assertMalformed(file(-1, new byte[0], 0), "it is neither safetensors nor npz");
    assertMalformed(file(100_000_001, new byte[0], 0), "it is neither safetensors nor npz");
    assertMalformed(
        file(100_000_000, new byte[0], 0), "it ends after 8 bytes, inside a header of 100000000");
    byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.US_ASCII);
    assertMalformed(file(deep.length, deep, 0), "its header is no JSON: line 1, column");
  }

  private static byte[] file(long headerBytes, byte[] header, int dataBytes) {
    return ByteBuffer.allocate(Long.BYTES + header.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerBytes)
        .put(header)
        .array();
  }

  private void assertMalformed(byte[] bytes, String message) throws IOException {
    Path file = folder.resolve("broken.safetensors");
    Files.write(file, bytes);
    String found =
        assertThrows(MalformedCheckpointException.class, () -> CheckpointReader.open(file))
            .getMessage();
    assertTrue(found.startsWith(file + ": " + message), found);
    assertEquals(1, found.lines().count());
  }
}
