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
 * Runs the Python programs that recompute known answers from the written law and share nothing with
 * this project. Each is skipped where there is no Python 3 with the package it needs.
 */
class LawProgramTest {
  private static final Path PYTHON_FOLDER = Path.of("src", "test", "python");
  private static final Path ANSWERS = Path.of("src", "test", "resources", "kat");

  @Test
  void anIndependentProgramAgreesWithTheKnownAnswersOfFills()
      throws IOException, InterruptedException {
    agrees("law.py", "mpmath", ANSWERS.resolve("fills.csv"));
  }

  @Test
  void anIndependentProgramBuildsTheTablesAndTheirValuesBitForBit()
      throws IOException, InterruptedException {
    agrees("quantile_law.py", "numpy", ANSWERS);
  }

  @Test
  void anIndependentProgramMakesOrthogonalMatricesBitForBit()
      throws IOException, InterruptedException {
    agrees("orthogonal_law.py", "numpy", ANSWERS);
  }

  private static void agrees(String program, String itsPackage, Path answers)
      throws IOException, InterruptedException {
    assumeTrue(
        finds(List.of("python3", "-c", "import " + itsPackage)),
        "python3 with "
            + itsPackage
            + " was not found: "
            + program
            + " does not recompute the known answers");
    Process process =
        new ProcessBuilder("python3", PYTHON_FOLDER.resolve(program).toString(), answers.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    System.out.println(program + ": " + output.strip());
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
