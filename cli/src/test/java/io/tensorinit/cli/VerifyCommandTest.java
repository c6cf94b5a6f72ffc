package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyCommandTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"w.safetensors", "w.npz"})
  void saysEqualAndNamesTheFirstChangedByte(String name) throws IOException {
    Path manifest = Manifests.matrix(folder, "F32", 30, 20);
    Path file = folder.resolve(name);
    CommandRun.of("init", manifest, "-o", file).assertDone();
    assertEquals("equal\n", CommandRun.of("verify", file, manifest).assertDone().out());

    byte[] bytes = Files.readAllBytes(file);
    // the tensor is followed by nothing (safetensors), by 46 + 5 + 28 + 98 bytes (npz)
    int end = bytes.length - (name.endsWith(".npz") ? 177 : 0);
    bytes[end - Float.BYTES] ^= 1;
    Files.write(file, bytes);
    CommandRun run = CommandRun.of("verify", file, manifest);
    assertEquals(1, run.exitCode());
    assertTrue(
        run.out().startsWith("different: tensor \"w\": element [29, 19]: expected "), run.out());
    assertEquals(1, run.out().lines().count());
    assertEquals("tensorinit: " + file + " differs from " + manifest + "\n", run.err());
  }

  /** The tolerance of orthogonal matrices hides no changed bit of a file that the CPU made. */
  @ParameterizedTest
  @CsvSource({"F32, stewart", "F64, stewart", "F32, qr", "F64, qr"})
  void oneLowBitOfAnOrthogonalMatrixIsFound(String dtype, String method) throws IOException {
    Path manifest =
        Manifests.write(
            folder,
            "orthogonal.json",
            """
            { "dtype": "%s", "parameters": [
              { "name": "q", "shape": [16, 16], "init":
                { "class_name": "orthogonal", "config": { "method": "%s" } } } ] }
            """
                .formatted(dtype, method));
    Path file = folder.resolve("q.safetensors");
    CommandRun.of("init", manifest, "-o", file).assertDone();
    CommandRun equal = CommandRun.of("verify", file, manifest).assertDone();
    assertEquals("equal\n", equal.out());
    assertEquals("", equal.err());
    byte[] bytes = Files.readAllBytes(file);
    int size = dtype.equals("F32") ? Float.BYTES : Double.BYTES;
    bytes[bytes.length - size * 16] ^= 1;
    Files.write(file, bytes);
    CommandRun run = CommandRun.of("verify", file, manifest);
    assertEquals(1, run.exitCode());
    assertTrue(
        run.out().startsWith("different: tensor \"q\": element [15, 0]: expected "), run.out());
  }

  /** Whatever is put together, each element is written once: what verify rests on. */
  @ParameterizedTest
  @ValueSource(strings = {"F32", "F64", "F16", "BF16", "F8_E4M3", "F8_E5M2", "C64"})
  void compositionsOfEveryDType(String dtype) throws IOException {
    Path manifest =
        Manifests.write(
            folder,
            "compositions.json",
            """
            { "dtype": "%s", "parameters": [
              { "name": "padded", "shape": [40, 30], "init":
                { "class_name": "padding_row", "config": { "initializer": "he_normal" } } },
              { "name": "stacked", "shape": [3, 20, 10], "batch_axes": [0], "init": "orthogonal" },
              { "name": "parts", "shape": [60, 20], "scale": 0.5, "parts":
                [20, { "size": 30, "init": "zeros" }, 10], "init": "glorot_uniform" },
              { "name": "sparse", "shape": [30, 20], "init":
                { "class_name": "torch:sparse_", "config": { "sparsity": 0.3 } } },
              { "name": "mixed", "shape": [500], "init": { "class_name": "mixture", "config":
                { "probabilities": [0.25, 0.75], "initializers": ["ones", "random_normal"] } } },
              { "name": "noisy", "shape": [30, 30], "init": { "class_name": "with_noise", "config":
                { "initializer": "identity", "noise": "random_uniform" } } },
              { "name": "sum", "shape": [70000], "init": { "class_name": "sum", "config":
                { "initializers": ["random_uniform", "random_normal"] } } },
              { "name": "bias", "shape": [64], "init": "gate_bias" },
              { "name": "up", "shape": [2, 2, 4, 4], "init": "bilinear" } ] }
            """
                .formatted(dtype));
    Path file = folder.resolve("w.safetensors");
    CommandRun.of("init", manifest, "-o", file).assertDone();
    assertEquals("equal\n", CommandRun.of("verify", file, manifest).assertDone().out());
  }

  @Test
  void otherSeedsMakeOtherValues() throws IOException {
    Path manifest = Manifests.mixed(folder);
    Path file = folder.resolve("w.npz");
    CommandRun.of("init", manifest, "-o", file, "--seed", "hello").assertDone();
    CommandRun.of("verify", file, manifest, "--seed", "hello", "--threads", 1).assertDone();
    CommandRun run = CommandRun.of("verify", file, manifest);
    assertEquals(1, run.exitCode());
    assertTrue(run.out().startsWith("different: tensor \"dense.weight\": element [0, 0]: "));
  }

  @Test
  void anUnknownSeedIsAskedFor() throws IOException {
    Path fresh =
        Manifests.write(
            folder, "fresh.json", Manifests.MIXED.replace("\"seed\": 7", "\"seed\": null"));
    Path file = folder.resolve("w.npz");
    CommandRun.of("init", fresh, "-o", file, "--seed", "7").assertDone();
    CommandRun.of("verify", file, fresh).assertFails(2, fresh + ": seed is null: give --seed S");
    CommandRun.of("verify", file, fresh, "--seed", "7").assertDone();
    CommandRun run = CommandRun.of("plan", fresh);
    assertEquals(0, run.exitCode());
  }

  @Test
  void missingAndExtraTensorsAreDifferences() throws IOException {
    Path mixed = Manifests.mixed(folder);
    Path matrix = Manifests.matrix(folder, "F32", 2, 2);
    Path file = folder.resolve("w.npz");
    CommandRun.of("init", mixed, "-o", file).assertDone();
    CommandRun run = CommandRun.of("verify", file, matrix);
    assertEquals(1, run.exitCode());
    assertEquals("different: tensor \"w\" is missing\n", run.out());
  }

  @Test
  void brokenFilesAreBadInput() throws IOException {
    Path manifest = Manifests.mixed(folder);
    Path file = Files.writeString(folder.resolve("x.safetensors"), "nothing much");
    CommandRun run = CommandRun.of("verify", file, manifest);
    run.assertFails(2, file + ": it is neither safetensors nor npz");
    Files.write(file, new byte[0]);
    CommandRun.of("verify", file, manifest)
        .assertFails(2, file + ": it has 0 bytes; a safetensors file has at least 8");
  }
}
