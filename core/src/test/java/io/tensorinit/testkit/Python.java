package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs the programs of {@code src/test/python} where a Python 3 with what they need is found. */
public final class Python {
  private static final Path FOLDER = Path.of("src", "test", "python");

  /** The one in the path, and the system's, where packages of the distribution are. */
  private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

  private Python() {}

  /**
   * Runs a program, which has to end with 0; skips the test where no Python has the package.
   *
   * @param program the program's file name
   * @param itsPackage what it imports
   * @param skipped what is not tested then, in a few words
   * @param arguments its arguments
   * @return what it printed
   */
  public static String run(
      String program, String itsPackage, String skipped, List<String> arguments)
      throws IOException, InterruptedException {
    Optional<String> python = with(itsPackage);
    assumeTrue(python.isPresent(), "python3 with " + itsPackage + " was not found: " + skipped);
    List<String> command = new ArrayList<>(List.of(python.get()));
    command.add(FOLDER.resolve(program).toString());
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.strip();
  }

  private static Optional<String> with(String itsPackage) throws InterruptedException {
    for (String python : INTERPRETERS) {
      if (succeeds(List.of(python, "-c", "import " + itsPackage))) {
        return Optional.of(python);
      }
    }
    return Optional.empty();
  }

  private static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
