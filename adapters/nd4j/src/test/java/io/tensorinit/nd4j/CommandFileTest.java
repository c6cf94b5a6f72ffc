package io.tensorinit.nd4j;

import static io.tensorinit.Initializers.glorotUniform;
import static io.tensorinit.Initializers.heNormal;
import static io.tensorinit.Initializers.lecunNormal;
import static io.tensorinit.Initializers.orthogonal;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.TensorInit;
import io.tensorinit.spec.FillRequest;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Seed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.memory.pointers.PagedPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** An array and the file that the command writes hold the same bits. */
class CommandFileTest {
  private static final long SEED = 42;

  @TempDir Path folder;

  @BeforeEach
  void needNatives() {
    Nd4jNatives.require();
  }

  static Stream<Arguments> tensors() {
    return Stream.of(
        Arguments.of("he_normal", heNormal(), DType.F32),
        Arguments.of("glorot_uniform", glorotUniform(), DType.F16),
        Arguments.of("lecun_normal", lecunNormal(), DType.BF16),
        Arguments.of("orthogonal", orthogonal(), DType.F64));
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void anArrayEqualsTheCommandsFile(String name, Initializer initializer, DType dtype)
      throws Exception {
    byte[] stored = file(name, dtype);
    FillRequest request =
        TensorInit.tensor(initializer).shape(33, 20).dtype(dtype).seed(Seed.of(SEED)).name("w");
    assertArrayEquals(stored, memory(Nd4jArrays.create(request)));

    INDArray columns = Nd4j.create(Nd4jArrays.dataType(dtype), new long[] {33, 20}, 'f');
    Nd4jArrays.fill(columns, TensorInit.tensor(initializer).seed(Seed.of(SEED)).name("w"));
    assertArrayEquals(stored, memory(columns.dup('c')));
  }

  /** The bytes of the one tensor of a file: those behind its header. */
  private byte[] file(String initializer, DType dtype) throws Exception {
    Path manifest = folder.resolve("model.json");
    Files.writeString(
        manifest,
        "{\"seed\": %d, \"parameters\": [{\"name\": \"w\", \"shape\": [33, 20], \"init\": \"%s\", \"dtype\": \"%s\"}]}"
            .formatted(SEED, initializer, dtype));
    Path file = folder.resolve("model.safetensors");
    runCommand("init", manifest.toString(), "-o", file.toString());
    byte[] bytes = Files.readAllBytes(file);
    long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    return Arrays.copyOfRange(bytes, (int) (Long.BYTES + header), bytes.length);
  }

  private static void runCommand(String... arguments) throws IOException, InterruptedException {
    List<String> line =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    "io.tensorinit.cli.Main"),
                Stream.of(arguments))
            .toList();
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
  }

  private static byte[] memory(INDArray array) {
    byte[] bytes = new byte[(int) (array.length() * array.data().getElementSize())];
    new PagedPointer(array.data().addressPointer(), bytes.length)
        .asBytePointer()
        .asByteBuffer()
        .get(bytes);
    return bytes;
  }
}
