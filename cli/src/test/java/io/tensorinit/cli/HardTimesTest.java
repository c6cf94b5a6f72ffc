package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command in a process of its own, on disks that fill up, ended by signals, short of memory.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "uses POSIX signals and limits")
class HardTimesTest {
  @TempDir Path folder;

  private List<Path> contents(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  /** No file may grow beyond 512 KiB: the write fails in the middle, as on a full disk. */
  @ParameterizedTest
  @ValueSource(strings = {"w.safetensors", "w.npz"})
  void aWriteThatFailsLeavesTheOldFileAndNothingElse(String name) throws Exception {
    Path manifest = Manifests.matrix(folder, "F32", 1000, 1000);
    Path out = Files.writeString(folder.resolve(name), "old");
    CommandRun run =
        ChildCommand.run(
            ChildCommand.of(
                List.of("sh", "-c", "ulimit -f 1024; exec \"$@\"", "sh"),
                List.of(),
                "init",
                manifest,
                "-o",
                out));
    run.assertFails(3, "cannot write " + out + ": File too large");
    assertEquals("old", Files.readString(out));
    assertEquals(List.of(manifest, out), contents(folder));
  }

  /** A file system of 1 MB, which only root may make. */
  @Test
  void aFullDiskFailsAndLeavesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    CommandRun mount = system("mount", "-t", "tmpfs", "-o", "size=1m", "none", disk);
    assumeTrue(mount.exitCode() == 0, "no right to mount a small file system");
    try {
      Path out = disk.resolve("w.safetensors");
      CommandRun run =
          ChildCommand.run(
              ChildCommand.of(
                  List.of(),
                  List.of(),
                  "init",
                  Manifests.matrix(folder, "F32", 1000, 1000),
                  "-o",
                  out));
      run.assertFails(
          3, "cannot write " + out + ": it needs 4000112 bytes, 1048576 are free there");
      assertEquals(List.of(), contents(disk));
    } finally {
      system("umount", disk);
    }
  }

  private static CommandRun system(Object... command) throws Exception {
    try {
      return ChildCommand.run(
          new ProcessBuilder(Stream.of(command).map(Object::toString).toList()));
    } catch (IOException e) {
      return new CommandRun(127, "", String.valueOf(e.getMessage()));
    }
  }

  @ParameterizedTest
  @CsvSource({"TERM, 15", "INT, 2"})
  void aSignalLeavesNothing(String signal, int number) throws Exception {
    // far more than can be written before the signal
    Path manifest = Manifests.matrix(folder, "F32", 20_000, 50_000);
    Path out = folder.resolve("w.safetensors");
    Process process =
        ChildCommand.of(List.of(), List.of(), "init", manifest, "-o", out)
            .redirectErrorStream(true)
            .start();
    try {
      for (int tries = 0; contents(folder).size() == 1 && tries < 600; tries++) {
        Thread.sleep(50);
      }
      assertEquals(2, contents(folder).size(), "the file is being written");
      assumeFalse(
          ignores(process, number),
          "a build in a shell's background hands down that it ignores INT");
      system("kill", "-" + signal, process.pid());
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), "the signal ends it");
      assertTrue(process.exitValue() > 128, "exit code " + process.exitValue());
      assertEquals(List.of(manifest), contents(folder));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Whether a process ignores a signal, where the system tells. */
  private static boolean ignores(Process process, int number) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return false;
    }
    String name = "SigIgn:";
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring(name.length()).strip(), 16))
        .anyMatch(mask -> (mask >>> (number - 1) & 1) != 0);
  }

  /** A model of 200 MB in a heap of 48 MB: made, compared and looked at. */
  @ParameterizedTest
  @ValueSource(strings = {"w.safetensors", "w.npz"})
  void memoryDoesNotGrowWithTheModel(String name) throws Exception {
    Path manifest = Manifests.matrix(folder, "F32", 5_000, 10_000);
    Path out = folder.resolve(name);
    inLittleMemory("init", manifest, "-o", out).assertDone();
    assertTrue(Files.size(out) > 200_000_000);
    assertEquals("equal\n", inLittleMemory("verify", out, manifest).assertDone().out());
    assertEquals(2, inLittleMemory("inspect", out).assertDone().out().lines().count());
  }

  private static CommandRun inLittleMemory(Object... args) throws Exception {
    return ChildCommand.run(
        ChildCommand.of(List.of(), List.of("-Xmx48m", "-XX:MaxDirectMemorySize=8m"), args));
  }

  @Test
  void tooLittleMemoryIsOneLine() throws Exception {
    Path manifest =
        Manifests.write(
            folder,
            "square.json",
            "{ \"parameters\": [{ \"name\": \"q\", \"shape\": [4000, 4000],"
                + " \"init\": \"orthogonal\" }] }");
    Path out = folder.resolve("q.npz");
    CommandRun run = inLittleMemory("init", manifest, "-o", out);
    assertEquals(3, run.exitCode());
    assertTrue(run.err().contains("Java heap"), run.err());
    assertEquals(1, run.err().lines().count());
    assertEquals(List.of(manifest), contents(folder));
  }

  /** {@code tensorinit list | head -1}: the reader goes away early. */
  @Test
  void aClosedPipeIsQuiet() throws Exception {
    CommandRun run =
        ChildCommand.run(
            ChildCommand.of(
                List.of("bash", "-c", "\"$@\" | head -1; exit ${PIPESTATUS[0]}", "bash"),
                List.of(),
                "list"));
    run.assertDone();
    assertEquals(1, run.out().lines().count());
  }
}
