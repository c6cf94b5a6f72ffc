package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that go into pipes. */
class PipesTest {
  @TempDir Path folder;
  private Path manifest;
  private byte[] expected;

  @BeforeEach
  void writeFile() throws IOException {
    manifest = Manifests.mixed(folder);
    Path file = folder.resolve("w.safetensors");
    CommandRun.of("init", manifest, "-o", file).assertDone();
    expected = Files.readAllBytes(file);
  }

  @Test
  void stdoutTakesTheBytesOfTheFileAndStderrTheRest() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args = {"init", manifest.toString(), "-o", "-", "-v"};
    assertEquals(0, Main.run(args, out, err, false, false));
    assertArrayEquals(expected, out.toByteArray());
    assertEquals(6, err.toString(java.nio.charset.StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void aTerminalAndWhatIsNotWrittenInOrderAreRefused() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args = {"init", manifest.toString(), "-o", "-"};
    assertEquals(2, Main.run(args, out, err, true, false));
    assertEquals(
        "tensorinit: -o - writes bytes, but stdout is a terminal",
        err.toString(java.nio.charset.StandardCharsets.UTF_8).strip());
    assertEquals(0, out.size());
    CommandRun.of("init", manifest, "-o", "-", "--shard", "0/2")
        .assertFails(2, "OUT must be a folder where the model is divided, was \"-\"");
  }

  /** The reader takes 100 bytes and goes: a model that does not fit the system's pipe fails. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "uses a POSIX shell")
  void aReaderThatGoesIsOneLine() throws Exception {
    Path large = Manifests.matrix(folder, "F32", 1000, 1000);
    CommandRun run =
        ChildCommand.run(
            ChildCommand.of(
                List.of("sh", "-c", "{ \"$@\"; echo $? >&2; } | head -c 100 >/dev/null", "sh"),
                List.of(),
                "init",
                large,
                "-o",
                "-"));
    assertEquals(
        List.of("tensorinit: cannot write to stdout: Broken pipe", "3"),
        run.err().lines().toList());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes as POSIX has")
  void aNamedPipeTakesTheBytesOfTheFile() throws Exception {
    for (String name : List.of("pipe", "pipe.safetensors", "pipe.npz")) {
      Path pipe = folder.resolve(name);
      assumeTrue(
          new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0,
          "the system makes no named pipes");
      if (name.endsWith(".npz")) {
        CommandRun.of("init", manifest, "-o", pipe)
            .assertFails(
                2,
                "a pipe takes a safetensors file, no .npz, which is not written in order; was \""
                    + pipe
                    + "\"");
        continue;
      }
      CompletableFuture<byte[]> reader =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return Files.readAllBytes(pipe);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      CommandRun.of("init", manifest, "-o", pipe).assertDone();
      assertArrayEquals(expected, reader.get());
      assertTrue(Files.exists(pipe));
    }
  }
}
