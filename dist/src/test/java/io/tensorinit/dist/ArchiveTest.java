package io.tensorinit.dist;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive, unpacked into a clean folder whose name has blanks, and run. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class ArchiveTest {
  private static final String MANIFEST =
      """
      {"recipe": "pytorch", "parameters": [
        {"name": "fc.weight", "shape": [32, 16], "kind": "linear"},
        {"name": "o", "shape": [20, 30], "init": "orthogonal"}]}
      """;

  @TempDir static Path clean;
  static Installation installed;

  @TempDir Path parent;
  Path caller;

  @BeforeAll
  static void unpack() throws Exception {
    installed = Installation.unpack(clean.toRealPath().resolve("an installation"));
  }

  @BeforeEach
  void makeCaller() throws Exception {
    parent = parent.toRealPath();
    caller = Files.createDirectory(parent.resolve("a caller's folder"));
    Files.writeString(caller.resolve("m.json"), MANIFEST);
  }

  @Test
  void itRunsFromAnyFolderAndWritesThere() throws Exception {
    installed.run(caller, "init", "m.json", "-o", "m.safetensors").assertDone();
    var verified = installed.run(caller, "verify", "m.safetensors", "m.json").assertDone();
    var listed = installed.run(caller, "list").assertDone();
    var version = installed.run(caller, "--version").assertDone();
    assertAll(
        () -> assertEquals("equal\n", verified.out()),
        () -> assertTrue(listed.out().contains("he_normal"), listed.out()),
        () ->
            assertEquals(
                "tensorinit " + System.getProperty("tensorinit.version") + "\n", version.out()));
  }

  @Test
  void itsValuesAreTheCommands() throws Exception {
    installed.run(caller, "init", "m.json", "-o", "a.safetensors").assertDone();
    var other =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "init",
            "m.json",
            "-o",
            "b.safetensors");
    Installation.finish(other.directory(caller.toFile()).start()).assertDone();
    assertEquals(
        -1, Files.mismatch(caller.resolve("a.safetensors"), caller.resolve("b.safetensors")));
  }

  /** An answer is not a failure: 1 is verify's word for different, 2 for bad input. */
  @Test
  void exitCodesAreTheCommands() throws Exception {
    installed.run(caller, "init", "m.json", "-o", "m.safetensors").assertDone();
    assertEquals(
        1, installed.run(caller, "verify", "m.safetensors", "m.json", "--seed", "2").exitCode());
    assertEquals(2, installed.run(caller, "plan", "none.json").exitCode());
  }

  @Test
  void itIsFoundThroughSymbolicLinks() throws Exception {
    Path links = Files.createDirectories(parent.resolve("links/deep"));
    Files.createSymbolicLink(links.resolve("far"), installed.launcher());
    Files.createSymbolicLink(parent.resolve("links/near"), Path.of("deep/far"));
    Path near = parent.resolve("links/near");
    Installation.finish(Installation.start(near, caller, "plan", "m.json").start()).assertDone();
  }

  /** All that the first page says to type. */
  @Test
  void whatItsReadmeSaysWorks() throws Exception {
    List<String> commands =
        Files.readAllLines(installed.home().resolve("README.md")).stream()
            .filter(line -> line.startsWith("    "))
            .map(String::strip)
            .toList();
    assertEquals(4, commands.size());
    for (String command : commands) {
      var shell = Installation.start(Path.of("/bin/sh"), installed.home(), "-c", command);
      Installation.finish(shell.start()).assertDone();
    }
  }

  /** The smallest there is: no compiler, and no other tool of a JDK. */
  @Test
  void aRuntimeIsEnough() throws Exception {
    ToolProvider jlink = ToolProvider.findFirst("jlink").orElse(null);
    Path modules = Path.of(System.getProperty("java.home"), "jmods");
    assumeTrue(
        jlink != null && Files.isDirectory(modules), "this JDK cannot make a runtime: no jmods");
    Path runtime = parent.resolve("jre");
    int made =
        jlink.run(
            System.out,
            System.err,
            "--module-path",
            modules.toString(),
            "--add-modules",
            "java.base",
            "--output",
            runtime.toString());
    assertEquals(0, made);
    assertTrue(Files.notExists(runtime.resolve("bin/javac")));
    for (String arguments :
        List.of(
            "init m.json -o m.safetensors",
            "verify m.safetensors m.json",
            "inspect m.safetensors --html m.html")) {
      var start = Installation.start(installed.launcher(), caller, (Object[]) arguments.split(" "));
      start.environment().put("JAVA_HOME", runtime.toString());
      Installation.finish(start.start()).assertDone();
    }
  }

  @Test
  void withoutJavaItSaysSo() throws Exception {
    var start = Installation.start(installed.launcher(), caller, "list");
    start.environment().remove("JAVA_HOME");
    Path tools = Files.createDirectories(parent.resolve("tools"));
    for (String tool : List.of("dirname", "readlink")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
    }
    start.environment().put("PATH", tools.toString());
    assertRefused(
        Installation.finish(start.start()),
        "no Java found: install a Java runtime, 17 or newer, or set JAVA_HOME");
  }

  @Test
  void anOldJavaIsAFailureInOneLine() throws Exception {
    Path java = Files.createDirectories(parent.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2");
    java.toFile().setExecutable(true);
    var start = Installation.start(installed.launcher(), caller, "list");
    start.environment().put("JAVA_HOME", parent.resolve("old").toString());
    assertRefused(
        Installation.finish(start.start()),
        "Java cannot start: version 17 or newer is needed, found 11: " + java);
  }

  @Test
  void optionsThatJavaRefusesAreAFailureInOneLine() throws Exception {
    var start = Installation.start(installed.launcher(), caller, "list");
    start.environment().put("TENSORINIT_JAVA_OPTS", "-Xmx64q");
    assertRefused(
        Installation.finish(start.start()),
        "Java cannot start: Invalid maximum heap size: -Xmx64q (TENSORINIT_JAVA_OPTS=-Xmx64q)");
  }

  @Test
  void aLauncherWithoutTheRestSaysSo() throws IOException, InterruptedException {
    Path alone = Files.createDirectories(parent.resolve("alone/bin")).resolve("tensorinit");
    Files.copy(installed.launcher(), alone);
    alone.toFile().setExecutable(true);
    assertRefused(
        Installation.finish(Installation.start(alone, caller, "list").start()),
        "cannot find the folder of " + alone);
  }

  /** Java would look for the jars in two folders, and end with the word for "different". */
  @Test
  void aFolderThatJavaWouldSplitIsRefused() throws Exception {
    Installation split = Installation.unpack(parent.resolve("at 10:30"));
    assertRefused(
        split.run(caller, "list"),
        "cannot run from a folder with \":\" in its path, where Java splits it: " + split.home());
  }

  private static void assertRefused(Installation.Run run, String message) {
    assertAll(
        () -> assertEquals("tensorinit: " + message + "\n", run.err()),
        () -> assertEquals("", run.out()),
        () -> assertEquals(3, run.exitCode()));
  }
}
