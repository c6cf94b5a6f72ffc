package io.tensorinit.cpu;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program run in a Java machine of its own, with the Vector API and the lane that uses it.
 *
 * @param exitCode how it ended
 * @param printed its stdout
 */
public record VectorProcess(int exitCode, String printed) {
  private static final String INCUBATOR = "jdk.incubator.vector";

  /**
   * Runs a program on the Java of the tests and waits for its end.
   *
   * @param program its class
   * @return what came of it
   * @throws IOException if it cannot be started
   * @throws InterruptedException if the wait is interrupted
   */
  public static VectorProcess run(Class<?> program) throws IOException, InterruptedException {
    return run(Path.of(System.getProperty("java.home")), program);
  }

  /**
   * Runs a program and waits for its end. The test is skipped where the Java has no Vector API.
   *
   * @param java the Java's home
   * @param program its class
   * @return what came of it
   * @throws IOException if it cannot be started
   * @throws InterruptedException if the wait is interrupted
   */
  public static VectorProcess run(Path java, Class<?> program)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.exists(java.resolve("jmods").resolve(INCUBATOR + ".jmod"))
            || ModuleFinder.ofSystem().find(INCUBATOR).isPresent(),
        java + " has no " + INCUBATOR);
    List<String> command = new ArrayList<>();
    command.add(java.resolve("bin").resolve("java").toString());
    command.addAll(List.of("--add-modules", INCUBATOR, "-Dtensorinit.cpu.lane=vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new VectorProcess(process.waitFor(), printed);
  }

  /**
   * The newest Java beside that of the tests, by its {@code release} file.
   *
   * @return its home; that of the tests if there is no newer one
   * @throws IOException if the folder cannot be read
   */
  public static Path newestJava() throws IOException {
    Path newest = Path.of(System.getProperty("java.home"));
    int version = Runtime.version().feature();
    Path folder = newest.getParent();
    if (folder == null) {
      return newest;
    }
    try (DirectoryStream<Path> javas = Files.newDirectoryStream(folder)) {
      for (Path java : javas) {
        int found = version(java);
        if (found > version) {
          newest = java;
          version = found;
        }
      }
    }
    return newest;
  }

  private static int version(Path java) throws IOException {
    Path release = java.resolve("release");
    if (!Files.exists(release) || !Files.exists(java.resolve("bin").resolve("java"))) {
      return 0;
    }
    Matcher version = Pattern.compile("JAVA_VERSION=\"(\\d+)").matcher(Files.readString(release));
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }
}
