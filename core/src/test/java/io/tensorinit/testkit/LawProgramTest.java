package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code law.py}, which recomputes the known answers of fills from the written law and shares
 * nothing with this project. Skipped where there is no Python 3 with mpmath.
 */
class LawProgramTest {
  private static final Path PYTHON_FOLDER = Path.of("src", "test", "python");
  private static final Path ANSWERS = Path.of("src", "test", "resources", "kat", "fills.csv");

  @Test
  void anIndependentProgramAgreesWithTheKnownAnswers() throws IOException, InterruptedException {
    assumeTrue(
        finds(List.of("python3", "-c", "import mpmath")),
        "python3 with mpmath was not found: known answers are not recomputed independently");
    Process process =
        new ProcessBuilder(
                "python3", PYTHON_FOLDER.resolve("law.py").toString(), ANSWERS.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    System.out.println("law.py: " + output.strip());
  }

  private static boolean finds(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
