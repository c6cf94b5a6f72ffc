package io.tensorinit.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.tensor.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders whose files are made here, byte by byte, without the library's writer. */
class ShardedReaderTest {
  private static final String INDEX = "model.safetensors.index.json";

  @TempDir Path root;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("model"));
  }

  /** A file of U8 tensors: {@code header} has its braces, {@code data} the bytes. */
  private void file(String name, String header, int... data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length);
    bytes.order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json);
    for (int value : data) {
      bytes.put((byte) value);
    }
    Files.createDirectories(folder.resolve(name).getParent());
    Files.write(folder.resolve(name), bytes.array());
  }

  private void row(String file, String tensor, int... data) throws IOException {
    file(file, "{" + entry(tensor, data.length) + "}", data);
  }

  private static String entry(String tensor, int size) {
    return "\""
        + tensor
        + "\":{\"dtype\":\"U8\",\"shape\":["
        + size
        + "],\"data_offsets\":[0,"
        + size
        + "]}";
  }

  private void index(String name, String json) throws IOException {
    Files.writeString(folder.resolve(name), json.replace('\'', '"'));
  }

  private static byte[] bytes(CheckpointReader reader, String name) throws IOException {
    int tensor = reader.tensors().stream().map(TensorInfo::name).toList().indexOf(name);
    return CheckpointFiles.read(reader, tensor);
  }

  private void assertRefused(String message) {
    String found =
        assertThrows(
                MalformedCheckpointException.class, () -> CheckpointReader.open(folder).close())
            .getMessage();
    assertEquals(folder + ": " + message, found);
  }

  /** As the hub's documentation shows it: metadata, and a file for each tensor. */
  @Test
  void readsTheFilesOfTheIndex() throws IOException {
    row("model-00001-of-00002.safetensors", "a", 1, 2, 3);
    row("model-00002-of-00002.safetensors", "b", 4, 5);
    index(
        INDEX,
        "{'metadata':{'total_size':5},'weight_map':{"
            + "'a':'model-00001-of-00002.safetensors','b':'model-00002-of-00002.safetensors'}}");
    row("another.safetensors", "a", 9);
    try (CheckpointReader reader = CheckpointReader.open(folder)) {
      assertEquals(
          List.of(
              new TensorInfo("a", StoredType.U8, Shape.of(3)),
              new TensorInfo("b", StoredType.U8, Shape.of(2))),
          reader.tensors());
      assertArrayEquals(new byte[] {1, 2, 3}, bytes(reader, "a"));
      assertArrayEquals(new byte[] {4, 5}, bytes(reader, "b"));
    }
  }

  @Test
  void readsAnIndexOfAnotherNameAndASingleFile() throws IOException {
    row("parts/one.safetensors", "a", 1);
    index("diffusion.safetensors.index.json", "{'weight_map':{'a':'parts/one.safetensors'}}");
    try (CheckpointReader reader = CheckpointReader.open(folder)) {
      assertArrayEquals(new byte[] {1}, bytes(reader, "a"));
    }
    Files.delete(folder.resolve("diffusion.safetensors.index.json"));
    row("adapter.safetensors", "b", 2);
    try (CheckpointReader reader = CheckpointReader.open(folder)) {
      assertArrayEquals(new byte[] {2}, bytes(reader, "b"));
    }
    row("model.safetensors", "c", 3);
    try (CheckpointReader reader = CheckpointReader.open(folder)) {
      assertArrayEquals(new byte[] {3}, bytes(reader, "c"));
    }
  }

  @Test
  void listsTypesWithoutValues() throws IOException {
    file(
        "model.safetensors",
        "{\"a\":{\"dtype\":\"F4\",\"shape\":[4],\"data_offsets\":[0,2]},"
            + "\"b\":{\"dtype\":\"NEW\",\"shape\":[2],\"data_offsets\":[2,3]}}",
        1,
        2,
        3);
    try (CheckpointReader reader = CheckpointReader.open(folder)) {
      assertEquals(
          List.of(
              new TensorInfo("a", StoredType.F4, Shape.of(4)),
              TensorInfo.other("b", "NEW", Shape.of(2), 1)),
          reader.tensors());
      assertArrayEquals(new byte[] {1, 2}, bytes(reader, "a"));
    }
  }

  /** The 3 x 4 tensor 0..11 cut into rows 0-1 of columns 0-2, of column 3, and row 2. */
  @Test
  void putsBoxesTogether() throws IOException {
    box("one", "0,0", "2,3", 0, 1, 2, 4, 5, 6);
    box("two", "0,3", "2,1", 3, 7);
    box("three", "2,0", "1,4", 8, 9, 10, 11);
    index(INDEX, "{'metadata':{'files':['two','three']},'weight_map':{'w':'one'}}");
    try (CheckpointReader reader = CheckpointReader.open(folder)) {
      assertEquals(List.of(new TensorInfo("w", StoredType.U8, Shape.of(3, 4))), reader.tensors());
      assertArrayEquals(
          new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, CheckpointFiles.read(reader, 0));
      ByteBuffer middle = ByteBuffer.allocate(5);
      reader.read(0, 2, middle);
      assertArrayEquals(new byte[] {2, 3, 4, 5, 6}, middle.array());
    }
    index(INDEX, "{'metadata':{'files':['two']},'weight_map':{'w':'one'}}");
    assertRefused("tensor \"w\" is not whole: the files hold 8 of its 12 elements");
    box("three", "1,0", "1,4", 8, 9, 10, 11);
    index(INDEX, "{'metadata':{'files':['two','three']},'weight_map':{'w':'one'}}");
    assertRefused("tensor \"w\" is in both one and three");
  }

  private void box(String file, String offsets, String shape, int... data) throws IOException {
    String cuts = "{\\\"w\\\":{\\\"saved_offsets\\\":[" + offsets + "],\\\"shape\\\":[3,4]}}";
    file(
        file,
        "{\"__metadata__\":{\"DCP_SHARDING_INFO\":\""
            + cuts
            + "\"},\"w\":{\"dtype\":\"U8\",\"shape\":["
            + shape
            + "],\"data_offsets\":[0,"
            + data.length
            + "]}}",
        data);
  }

  @Test
  void refusesFilesThatDoNotAgree() throws IOException {
    assertRefused("it holds no safetensors file");
    row("a.safetensors", "a", 1);
    row("b.safetensors", "a", 2);
    assertRefused("it holds 2 safetensors files, but no " + INDEX);
    index(INDEX, "{'weight_map':{'a':'a.safetensors','b':'b.safetensors'}}");
    assertRefused("tensor \"a\" is in both a.safetensors and b.safetensors");
    index(INDEX, "{'weight_map':{'a':'a.safetensors','b':'a.safetensors'}}");
    assertRefused("its index says that tensor \"b\" is in a.safetensors, which has no such tensor");
    index(INDEX, "{'weight_map':{'a':'a.safetensors','c':'c.safetensors'}}");
    assertRefused("file c.safetensors, of which its index speaks, is missing");
    row("model.safetensors", "a", 1);
    assertRefused("it holds both model.safetensors and " + INDEX + ", which does not name it");
    Files.delete(folder.resolve(INDEX));
    index("x.safetensors.index.json", "{}");
    index("y.safetensors.index.json", "{}");
    assertRefused("it holds several indexes: [x.safetensors.index.json, y.safetensors.index.json]");
    index(INDEX, "{'weight_map':");
    String broken =
        assertThrows(MalformedCheckpointException.class, () -> CheckpointReader.open(folder))
            .getMessage();
    assertTrue(broken.startsWith(folder + ": " + INDEX + ": line 1"), broken);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../a.safetensors", "/etc/passwd", "x/../../a", "x/../a", ".", "", "\\u0000"})
  void refusesFilesOutsideOfTheFolder(String name) throws IOException {
    row("a.safetensors", "a", 1);
    Files.copy(folder.resolve("a.safetensors"), root.resolve("a.safetensors"));
    index(INDEX, "{'weight_map':{'a':'" + name + "'}}");
    String shown = name.startsWith("\\") ? "\u0000" : name;
    assertRefused(INDEX + ": the file of \"a\" must lie in the folder, was \"" + shown + "\"");
  }

  @Test
  void notesOfCutTensorsStandInOneOrderInEveryProcess() {
    TensorInfo rows = new TensorInfo("w", StoredType.F32, Shape.of(1, 2));
    assertEquals(
        List.of("DCP_SHARDING_INFO", "DCP_VERSION"),
        List.copyOf(
            TensorPieces.notes(List.of(rows), List.of(new long[] {1, 0}), List.of(Shape.of(2, 2)))
                .keySet()));
  }
}
