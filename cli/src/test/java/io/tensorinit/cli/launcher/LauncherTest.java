package io.tensorinit.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code tensorinit} at the root, with a Maven that only pretends to build. */
@Tag("launcher")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {
  @TempDir Path parent;
  Checkout checkout;

  @BeforeEach
  void makeCheckout() throws IOException {
    parent = parent.toRealPath();
    checkout = new Checkout(parent);
  }

  @Test
  void runsTheCommandInTheCallersFolderAndSaysNothingItself() throws Exception {
    var run = checkout.run("init", "a b", "", "*", "é");
    assertAll(
        () -> assertEquals(7, run.exitCode()),
        () -> assertEquals(parent + "\n[init, a b, , *, é]\nnull\n\n", run.out()),
        () -> assertEquals("", run.err()));
  }

  @Test
  void handsStdinAndJavaOptionsToTheCommand() throws Exception {
    var launcher = checkout.launcher();
    launcher.environment().put("TENSORINIT_JAVA_OPTS", "-Xmx64m -Dtensorinit.test=on");
    var run = Checkout.finish(launcher.start(), "for the command");
    assertEquals(parent + "\n[]\non\nfor the command\n", run.out());
  }

  @Test
  void saysSoWhereItStandsAlone() throws Exception {
    Path alone = Files.copy(Checkout.realLauncher(), parent.resolve("alone"));
    alone.toFile().setExecutable(true);
    var launcher = checkout.launcher();
    launcher.command(alone.toString());
    assertRefused(Checkout.finish(launcher.start(), ""), "cannot find the checkout of " + alone);
  }

  /** Exit code 1 would be an answer of the command's: verify found a difference. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-Xmx64q | Invalid maximum heap size: -Xmx64q",
        "-Xmx1k | Too small maximum heap",
        "-XX:NoSuchOption=1 -Da=b | Unrecognized VM option 'NoSuchOption=1'",
        "-Xmx900000g -Xms900000g -XX:+AlwaysPreTouch | Could not reserve enough space",
      })
  void aJavaThatCannotStartIsAFailureInOneLine(String options, String reason) throws Exception {
    checkout.run();
    var launcher = checkout.launcher();
    launcher.environment().put("TENSORINIT_JAVA_OPTS", options);
    var run = Checkout.finish(launcher.start(), "");
    assertAll(
        () -> assertEquals(3, run.exitCode()),
        () -> assertEquals("", run.out()),
        () -> assertEquals(1, run.err().lines().count(), run.err()),
        () ->
            assertTrue(run.err().startsWith("tensorinit: Java cannot start: " + reason), run.err()),
        () ->
            assertTrue(run.err().endsWith(" (TENSORINIT_JAVA_OPTS=" + options + ")\n"), run.err()));
  }

  /** Options of Java's own variables fail alike. */
  @Test
  void aJavaThatCannotStartForItsOwnVariablesIsOne() throws Exception {
    checkout.run();
    var launcher = checkout.launcher();
    launcher.environment().put("JAVA_TOOL_OPTIONS", "-Xmx64q");
    assertRefused(
        Checkout.finish(launcher.start(), ""),
        "Java cannot start: Invalid maximum heap size: -Xmx64q");
  }

  @Test
  void anOldJavaDoesNotStartWhatANewerOneBuilt() throws Exception {
    checkout.run();
    Path home = parent.resolve("old/bin");
    Files.createDirectories(home);
    Path java =
        Files.writeString(home.resolve("java"), "#!/bin/sh\necho 'java version \"11.0.2\"' >&2");
    java.toFile().setExecutable(true);
    var launcher = checkout.launcher();
    launcher.environment().put("JAVA_HOME", parent.resolve("old").toString());
    assertRefused(
        Checkout.finish(launcher.start(), ""),
        "Java cannot start: version 17 or newer is needed, found 11: " + java);
  }

  /** What attaches to a process or writes files does so once. */
  @Test
  void optionsThatRecordAreNotTriedBefore() throws Exception {
    Path log = parent.resolve("gc-%p.log");
    var launcher = checkout.launcher();
    launcher.environment().put("TENSORINIT_JAVA_OPTS", "-Xlog:safepoint:file=" + log);
    assertEquals(7, Checkout.finish(launcher.start(), "").exitCode());
    try (var files = Files.list(parent)) {
      assertEquals(
          1, files.filter(file -> file.getFileName().toString().startsWith("gc-")).count());
    }
  }

  @Test
  void isFoundThroughSymbolicLinks() throws Exception {
    Path links = Files.createDirectories(parent.resolve("bin/deep"));
    Files.createSymbolicLink(links.resolve("far"), checkout.folder.resolve("tensorinit"));
    Files.createSymbolicLink(parent.resolve("bin/near"), Path.of("deep/far"));
    var launcher = checkout.launcher();
    launcher.command(parent.resolve("bin/near").toString());
    assertEquals(7, Checkout.finish(launcher.start(), "").exitCode());
    assertEquals(1, checkout.builds());
  }

  @Test
  void buildsOnceWhileNothingChanges() throws Exception {
    checkout.run();
    checkout.run();
    assertEquals(1, checkout.builds());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pom.xml",
        "cli/pom.xml",
        "core/src/main/java/Source.java",
        "cpu-fallback/src/vector/java/Vector.java",
        "cli/src/main/sh/start.sh",
        "tensorinit"
      })
  void buildsAgainWhenAFileIsNewer(String file) throws Exception {
    checkout.run();
    Files.setLastModifiedTime(
        checkout.folder.resolve(file), FileTime.from(Instant.now().plusSeconds(1)));
    checkout.run();
    assertEquals(2, checkout.builds());
  }

  @Test
  void buildsAgainWhenAFileIsGone() throws Exception {
    checkout.run();
    Files.delete(checkout.source);
    checkout.run();
    assertEquals(2, checkout.builds());
  }

  @Test
  void buildsAgainWhenAFileChangedDuringTheBuild() throws Exception {
    checkout.maven(
        "sleep 0.1; touch core/src/main/java/Source.java; mkdir -p cli/target/launcher/lib;"
            + " cp echo.jar cli/target/launcher/tensorinit-cli.jar");
    assertEquals(7, checkout.run().exitCode());
    checkout.run();
    assertEquals(2, checkout.builds());
  }

  @Test
  void buildsAgainAfterItsBuildIsCleaned() throws Exception {
    checkout.run();
    Files.delete(checkout.folder.resolve("cli/target/launcher/stamp"));
    checkout.run();
    assertEquals(2, checkout.builds());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void manyStartingTogetherBuildOnce(boolean flock) throws Exception {
    if (!flock) {
      checkout.without("flock");
    }
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      processes.add(checkout.launcher("rank").start());
    }
    for (Process process : processes) {
      var run = Checkout.finish(process, "");
      assertEquals(7, run.exitCode(), run.err());
      assertEquals(parent + "\n[rank]\nnull\n\n", run.out());
    }
    assertEquals(1, checkout.builds());
  }

  @Test
  void takesAwayTheLockOfAnOwnerThatIsGone() throws Exception {
    checkout.without("flock");
    checkout.tool("uname", "echo here");
    Path lock = checkout.folder.resolve("cli/target/launcher/lock.owner");
    Files.createDirectories(lock.getParent());
    // No process has this number: it lies beyond the largest that Linux gives out.
    Files.createSymbolicLink(lock, Path.of("here:99999999"));
    assertEquals(7, checkout.run().exitCode());
  }

  @Test
  void withoutMavenItSaysSo() throws Exception {
    checkout.without("mvn");
    assertRefused("cannot build: Maven (mvn) is not on PATH");
  }

  @Test
  void withoutMavenABuiltCommandStillRuns() throws Exception {
    checkout.run();
    checkout.without("mvn");
    assertEquals(7, checkout.run().exitCode());
  }

  @Test
  void withoutJavaItSaysSo() throws Exception {
    var launcher = checkout.launcher();
    launcher.environment().remove("JAVA_HOME");
    var run = Checkout.finish(launcher.start(), "");
    assertRefused(run, "no Java found: install a JDK, 17 or newer, or set JAVA_HOME");
  }

  @Test
  void namesAJavaHomeThatHoldsNone() throws Exception {
    var launcher = checkout.launcher();
    launcher.environment().put("JAVA_HOME", "/no/such");
    var run = Checkout.finish(launcher.start(), "");
    assertRefused(run, "no Java found: JAVA_HOME=/no/such has no bin/java");
  }

  /** Java would look for the jars in two folders, and end with the word for "different". */
  @Test
  void refusesAFolderThatJavaWouldSplit() throws Exception {
    Checkout split = new Checkout(Files.createDirectory(parent.resolve("at 10:30")));
    var launcher = checkout.launcher();
    launcher.command(split.folder.resolve("tensorinit").toString());
    assertRefused(
        Checkout.finish(launcher.start(), ""),
        "cannot run from a folder with \":\" in its path, where Java splits it: " + split.folder);
  }

  @Test
  void refusesAnOldCompiler() throws Exception {
    Path home = parent.resolve("old/bin");
    Files.createDirectories(home);
    for (String tool : List.of("java", "javac")) {
      Path file = Files.writeString(home.resolve(tool), "#!/bin/sh\necho javac 11.0.2");
      file.toFile().setExecutable(true);
    }
    var launcher = checkout.launcher();
    launcher.environment().put("JAVA_HOME", parent.resolve("old").toString());
    var run = Checkout.finish(launcher.start(), "");
    assertRefused(run, "cannot build: a JDK, 17 or newer, is needed; found 11 (set JAVA_HOME)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[ERROR] COMPILATION ERROR : | Maven failed",
        "[ERROR] COMPILATION ERROR : \\n[ERROR] A.java:[3,1] missing ; | A.java:[3,1] missing ;",
        "[ERROR] Could not transfer artifact a:b:jar:1 | "
            + "Maven could not download what it needs (no network?)",
      })
  void aFailedBuildIsOneLine(String log, String reason) throws Exception {
    checkout.maven("printf '" + log + "\\n'; exit 1");
    assertRefused(
        "cannot build: " + reason + "; see " + checkout.folder + "/cli/target/launcher/build.log");
  }

  @Test
  void aFailedBuildIsTriedAgain() throws Exception {
    checkout.maven("exit 1");
    checkout.run();
    checkout.run();
    assertEquals(2, checkout.builds());
  }

  @Test
  void theRealOneBuildsTheRealCommand() throws Exception {
    var launcher = new ProcessBuilder(Checkout.realLauncher().toRealPath().toString(), "--version");
    launcher.directory(parent.toFile());
    launcher.environment().put("JAVA_HOME", System.getProperty("java.home"));
    checkout.tool("mvn", "PATH=${PATH#*:}\nexec " + OuterMaven.shellCommand() + " \"$@\"");
    launcher.environment().merge("PATH", checkout.tools + ":", (theirs, ours) -> ours + theirs);
    var run = Checkout.finish(launcher.start(), "");
    assertAll(
        () -> assertEquals("", run.err()),
        () -> assertEquals(0, run.exitCode()),
        () -> assertTrue(run.out().contains("tensorinit"), run.out()));
  }

  private void assertRefused(String message) throws Exception {
    assertRefused(checkout.run(), message);
  }

  private static void assertRefused(Checkout.Run run, String message) {
    assertAll(
        () -> assertEquals(3, run.exitCode()),
        () -> assertEquals("", run.out()),
        () -> assertEquals("tensorinit: " + message + "\n", run.err()));
  }
}
