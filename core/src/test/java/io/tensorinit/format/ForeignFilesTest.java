package io.tensorinit.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.json.JsonReader;
import io.tensorinit.tensor.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known answers: what NumPy 2.4.6 and safetensors 0.8.0 say of headers by hand, and archives of
 * Python's zipfile, by the program {@code core/src/test/python/make_foreign.py}.
 */
class ForeignFilesTest {
  @TempDir Path folder;

  private static Stream<String> rows(String name) throws IOException {
    return new String(CheckpointFiles.resource("foreign/" + name), StandardCharsets.UTF_8).lines();
  }

  private static String text(String json) throws Exception {
    return (String) JsonReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<String> npyHeaders() throws IOException {
    return rows("npy.tsv");
  }

  @ParameterizedTest
  @MethodSource("npyHeaders")
  void readsTheHeadersThatNumpyReads(String row) throws Exception {
    String[] fields = row.split("\t", -1);
    String[] version = fields[0].split("\\.", -1);
    byte[] header = text(fields[1]).getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(6 + header.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(Byte.parseByte(version[0])).put(Byte.parseByte(version[1]));
    if (version[0].equals("1")) {
      bytes.putShort((short) header.length).put(header);
    } else {
      bytes.putInt(header.length).put(header);
    }
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.array(), 0, bytes.position());
    if (fields[2].equals("no")) {
      String message =
          assertThrows(MalformedCheckpointException.class, () -> NpyHeader.readAfterMagic(in))
              .getMessage();
      assertTrue(message.contains(".npy "), message);
      return;
    }
    NpyHeader found = NpyHeader.readAfterMagic(in);
    String order = found.type().isBigEndian() ? ">" : "";
    String descriptor = found.type().type().numpyName().orElseThrow();
    assertEquals(fields[3], order.isEmpty() ? descriptor : order + descriptor.substring(1));
    assertEquals(fields[4], found.shape().toString());
    assertEquals(fields[5].equals("True") && found.shape().rank() > 1, found.columnMajor());
  }

  static Stream<String> safetensorsHeaders() throws IOException {
    return rows("safetensors.tsv");
  }

  @ParameterizedTest
  @MethodSource("safetensorsHeaders")
  void readsTheHeadersThatSafetensorsReads(String row) throws Exception {
    String[] fields = row.split("\t", -1);
    byte[] header = text(fields[0]).getBytes(StandardCharsets.ISO_8859_1);
    int dataBytes = Integer.parseInt(fields[1]);
    Path file = folder.resolve("x.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + header.length + dataBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(header.length)
            .put(header)
            .array());
    if (fields[2].equals("no")) {
      String message =
          assertThrows(MalformedCheckpointException.class, () -> CheckpointReader.open(file))
              .getMessage();
      assertEquals(1, message.lines().count());
      return;
    }
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      Map<String, Object> found = new TreeMap<>();
      for (TensorInfo tensor : reader.tensors()) {
        List<Long> sizes = new ArrayList<>();
        for (long size : tensor.shape().sizes()) {
          sizes.add(size);
        }
        found.put(tensor.name(), List.of(tensor.name(), tensor.dtype(), sizes, tensor.byteCount()));
      }
      Object expected = JsonReader.read(fields[3].getBytes(StandardCharsets.UTF_8));
      assertEquals(expected, List.copyOf(found.values()));
    }
  }

  /** The official reader takes the last of two; which of them was meant is a guess. */
  @Test
  void refusesATensorThatStandsTwice() throws IOException {
    String entry = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";
    assertTrue(
        assertThrows(
                MalformedCheckpointException.class,
                () -> SafetensorsHeader.parse(bytes("{" + entry + "," + entry + "}"), 4))
            .getMessage()
            .startsWith("its header is no JSON: line 1, column"));
  }

  /** Of a dtype that the official reader does not know, the size is what the offsets say. */
  @Test
  void listsTypesThatHaveNoNameYet() {
    SafetensorsHeader header =
        SafetensorsHeader.parse(
            bytes(
                "{\"a\":{\"dtype\":\"I4\",\"shape\":[3,3],\"data_offsets\":[0,5]},"
                    + "\"b\":{\"dtype\":\"C128\",\"shape\":[],\"data_offsets\":[5,21]}}"),
            21);
    assertEquals(
        List.of(
            TensorInfo.other("a", "I4", Shape.of(3, 3), 5),
            TensorInfo.other("b", "C128", Shape.scalar(), 16)),
        header.entries().stream().map(SafetensorsHeader.Entry::tensor).toList());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A header of 0x4b50 bytes makes the file begin with P, K; one of 0x04034b50 like an archive. */
  @ParameterizedTest
  @ValueSource(ints = {0x4b50, 0x04034b50})
  void takesNoSafetensorsFileForAnArchive(int headerBytes) throws IOException {
    Path file = folder.resolve("x.safetensors");
    Files.write(
        file,
        ByteBuffer.allocate(8 + headerBytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(headerBytes)
            .put(bytes("{}" + " ".repeat(headerBytes - 2)))
            .array());
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      assertEquals(List.of(), reader.tensors());
    }
  }

  private CheckpointReader open(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, CheckpointFiles.resource("foreign/" + name));
    return CheckpointReader.open(file);
  }

  private static String line(TensorInfo tensor) {
    return tensor.name() + " " + tensor.dtype() + " " + tensor.shape() + " " + tensor.byteCount();
  }

  @Test
  void listsMembersOfEveryKind() throws IOException {
    try (CheckpointReader reader = open("kinds.npz")) {
      assertEquals(
          List.of(
              "layer/weight F32 [2, 3] 24",
              "big F32 [2, 3] 24",
              "big_complex C64 [2] 16",
              "big_int I16 [4] 8",
              "turned F64 [2, 2] 32",
              "text <U2 [2] 16",
              "bytes |S2 [2] 4",
              "times <M8[D] [1] 8",
              "objects |O [2] " + reader.tensors().get(8).byteCount(),
              "records [('a', '<f4'), ('b', '<i2', (2, 2)), ('c', [('d', '|u1')])] [2] 26",
              "padded [('a', '|u1'), ('', '|V7'), ('b', '<f8')] [3] 48",
              "bfloat16 |V2 [3] 6",
              "long <f16 [2] 32",
              "flag BOOL [3] 3",
              "x.npy F32 [1] 4",
              "x F32 [2] 8",
              "bare F64 [2] 16"),
          reader.tensors().stream().map(ForeignFilesTest::line).toList());
      assertEquals(
          List.of(
              new OtherMember("README", "is no array", false),
              new OtherMember("none", "is no array", false),
              new OtherMember("pickle", "is no array", false)),
          reader.others());
    }
  }

  /** Big-endian numbers are given as the others are. */
  @ParameterizedTest
  @ValueSource(strings = {"layer/weight", "big", "big_complex", "big_int", "turned", "x", "bare"})
  void givesTheBytesOfNumbers(String name) throws IOException {
    try (CheckpointReader reader = open("kinds.npz")) {
      int tensor = reader.tensors().stream().map(TensorInfo::name).toList().indexOf(name);
      byte[] found = CheckpointFiles.read(reader, tensor);
      byte[] content = CheckpointFiles.content(reader.tensors().get(tensor));
      if (reader.isColumnMajor(tensor)) {
        ByteBuffer turned = ByteBuffer.allocate(32);
        for (int element : new int[] {0, 2, 1, 3}) {
          turned.put(content, 8 * element, 8);
        }
        content = turned.array();
      }
      assertArrayEquals(content, found);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"deflated.npz", "bzip2.npz", "lzma.npz", "streamed.npz", "between.npz"})
  void readsArchivesOfEveryForm(String name) throws IOException {
    try (CheckpointReader reader = open(name)) {
      assertEquals(List.of(), reader.others());
      assertTrue(reader.tensors().size() >= 2);
      for (int i = 0; i < reader.tensors().size(); i++) {
        TensorInfo tensor = reader.tensors().get(i);
        byte[] content = CheckpointFiles.content(tensor);
        for (int at = 0; tensor.name().equals("packed") && at < content.length; at++) {
          content[at] = (byte) ((7 * (at % 3000) + 3) % 251);
        }
        assertArrayEquals(content, CheckpointFiles.read(reader, i), tensor.name());
      }
    }
  }

  /** A changed byte of a stored array, the flag of encryption, a compression of tomorrow. */
  @Test
  void refusesValuesThatCannotBeTrusted() throws IOException {
    byte[] archive = CheckpointFiles.resource("foreign/between.npz");
    Path file = folder.resolve("x.npz");
    byte[] changed = archive.clone();
    int value = indexOf(changed, "}", 0) + 1;
    while (changed[value] != 3) {
      value++;
    }
    changed[value] ^= 1;
    Files.write(file, changed);
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      assertEquals(
          "\"a.npy\" is damaged: its checksum is another",
          assertThrows(MalformedCheckpointException.class, () -> reader.requireIntact(0))
              .getMessage());
      reader.requireIntact(1);
    }
    int directory = indexOf(archive, "PK\1\2", 0);
    byte[] encrypted = archive.clone();
    encrypted[directory + 8] |= 1;
    int second = indexOf(archive, "PK\1\2", directory + 1);
    encrypted[second + 10] = 93;
    Files.write(file, encrypted);
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      assertEquals(
          List.of("gewicht\u00fc"), reader.tensors().stream().map(TensorInfo::name).toList());
      assertEquals(
          List.of(
              new OtherMember("a", "is encrypted", true),
              new OtherMember(
                  "b", "is compressed by zip's method 93, which is not read here", true)),
          reader.others());
    }
  }

  private static int indexOf(byte[] bytes, String text, int from) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text, from);
  }

  /** A changed byte is found, or of no consequence: no value is another, nothing else fails. */
  @ParameterizedTest
  @ValueSource(strings = {"deflated.npz", "bzip2.npz", "lzma.npz"})
  void givesNoValueOfADamagedMember(String name) throws IOException {
    byte[] archive = CheckpointFiles.resource("foreign/" + name);
    Path file = folder.resolve(name);
    Files.write(file, archive);
    Map<String, byte[]> values = new TreeMap<>();
    try (CheckpointReader reader = CheckpointReader.open(file)) {
      for (int i = 0; i < reader.tensors().size(); i++) {
        values.put(reader.tensors().get(i).name(), CheckpointFiles.read(reader, i));
      }
    }
    int found = 0;
    int members = indexOf(archive, "PK\1\2", 0);
    for (int at = 0; at < members; at += 3) {
      byte[] changed = archive.clone();
      changed[at] ^= 4;
      Files.write(file, changed);
      try (CheckpointReader reader = CheckpointReader.open(file)) {
        for (int i = 0; i < reader.tensors().size(); i++) {
          reader.requireIntact(i);
          assertArrayEquals(
              values.get(reader.tensors().get(i).name()), CheckpointFiles.read(reader, i));
        }
      } catch (MalformedCheckpointException e) {
        found++;
      }
    }
    assertTrue(found > members / 3 / 2, found + " of " + members / 3);
  }
}
