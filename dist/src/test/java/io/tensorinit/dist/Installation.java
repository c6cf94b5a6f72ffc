package io.tensorinit.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The command, unpacked into a folder of its own.
 *
 * @param home the folder that holds {@code bin}
 */
record Installation(Path home) {
  /** What a finished run left behind. */
  record Run(int exitCode, String out, String err) {
    /** It did what it was asked for, and said nothing on stderr. */
    Run assertDone() {
      assertAll(() -> assertEquals("", err), () -> assertEquals(0, exitCode));
      return this;
    }
  }

  /** A file that this build made. */
  static Path product(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("tensorinit.archives")))) {
      List<Path> found = files.filter(file -> file.toString().endsWith(suffix)).toList();
      assertEquals(1, found.size(), found.toString());
      return found.get(0);
    }
  }

  /** Unpacks the archive into a folder, which is made. */
  static Installation unpack(Path parent) throws IOException, InterruptedException {
    requireTool("tar");
    Files.createDirectories(parent);
    Run run =
        finish(
            new ProcessBuilder(
                    "tar", "-xzf", product(".tar.gz").toString(), "-C", parent.toString())
                .start());
    run.assertDone();
    return new Installation(
        parent.resolve("tensorinit-" + System.getProperty("tensorinit.version")));
  }

  /** Skips the test where a tool is not on PATH. */
  static void requireTool(String name) {
    assumeTrue(
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name))),
        name + " is not on PATH");
  }

  Path launcher() {
    return home.resolve("bin/tensorinit");
  }

  /** The class archives that starts have made here. */
  List<Path> classArchives() throws IOException {
    return classArchives(home.resolve("classes"));
  }

  /** The class archives in a folder, which must hold nothing else. */
  static List<Path> classArchives(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found = files.sorted().toList();
      assertTrue(
          found.stream().allMatch(file -> file.toString().endsWith(".jsa")), found.toString());
      return found;
    }
  }

  /**
   * A start of the command with nothing in its environment but the system's tools, this test's
   * Java, and a home.
   *
   * @param program the launcher, or a link to it
   * @param folder where it is started; {@code home} in it is the user's
   */
  static ProcessBuilder start(Path program, Path folder, Object... arguments) {
    ProcessBuilder builder = new ProcessBuilder(program.toString());
    Arrays.stream(arguments).map(Object::toString).forEach(builder.command()::add);
    builder.directory(folder.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder;
  }

  /** Runs the command to its end, started in a folder. */
  Run run(Path folder, Object... arguments) throws IOException, InterruptedException {
    return finish(start(launcher(), folder, arguments).start());
  }

  /** Waits for the end of a process. What it writes must fit the system's pipes. */
  static Run finish(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("it did not end");
    }
    return new Run(process.exitValue(), out, err);
  }
}
