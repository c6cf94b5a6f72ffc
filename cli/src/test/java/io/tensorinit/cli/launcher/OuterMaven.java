package io.tensorinit.cli.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Another run of Maven under the conditions of the one that runs the tests: offline where that is,
 * with its settings and its local repository. Surefire's configuration hands them on; what is not
 * handed on, as by a development environment, is Maven's default.
 */
final class OuterMaven {
  /** What Maven says of a plugin or library that it would have to download. */
  private static final Pattern MISSING =
      Pattern.compile("(?m)^.*(offline mode|has not been downloaded from it before).*$");

  private static final boolean OFFLINE =
      "offline: true".equals(System.getProperty("tensorinit.maven.offline"));

  private OuterMaven() {}

  /** Maven and the options that make it run as the outer one does. */
  static List<String> command() {
    List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q"));
    if (OFFLINE) {
      command.add("-o");
    }
    addFile(command, "-s", System.getProperty("tensorinit.maven.settings"));
    addFile(command, "-gs", System.getProperty("tensorinit.maven.globalSettings"));
    String repository = System.getProperty("localRepository");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    return command;
  }

  /** The same for a shell. */
  static String shellCommand() {
    return command().stream()
        .map(word -> "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /** The default settings need not exist, and Maven refuses to be told of a file that does not. */
  private static void addFile(List<String> command, String option, @Nullable String property) {
    if (property == null) {
      return;
    }
    String file = property.replaceFirst("^file: ", "");
    if (Files.isRegularFile(Path.of(file))) {
      command.addAll(List.of(option, file));
    }
  }

  /**
   * Runs Maven to a good end. A test that is interrupted, as by its time limit, takes Maven with
   * it; one that lacks something offline is skipped.
   */
  static void run(Path project, String timeZone, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = command();
    command.addAll(options);
    Path log = project.resolve("maven.log");
    ProcessBuilder maven = new ProcessBuilder(command).directory(project.toFile());
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    maven.environment().put("TZ", timeZone);
    maven
        .environment()
        .merge("MAVEN_OPTS", "-XX:TieredStopAtLevel=1", (theirs, ours) -> ours + " " + theirs);
    Process process = maven.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      process.getOutputStream().close();
      int exitCode = process.waitFor();
      String said = Files.readString(log);
      var missing = MISSING.matcher(said);
      assumeFalse(
          exitCode != 0 && OFFLINE && missing.find(),
          () -> "Maven lacks something, and is offline: " + missing.group().strip());
      assertEquals(0, exitCode, said);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
