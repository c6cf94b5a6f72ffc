package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertEquals(2, run.exitCode());
    assertTrue(
        run.err().startsWith("tensorinit: " + file + ": it is neither safetensors nor npz"),
        run.err());
    assertEquals(1, run.err().lines().count());
    Files.write(file, new byte[0]);
    CommandRun.of("verify", file, manifest)
        .assertFails(2, file + ": it has 0 bytes; a safetensors file has at least 8");
  }
}
