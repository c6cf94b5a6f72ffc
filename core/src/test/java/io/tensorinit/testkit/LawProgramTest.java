package io.tensorinit.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Runs the Python programs that recompute known answers from the written law and share nothing with
 * this project. Each is skipped where there is no Python 3 with the package it needs.
 */
class LawProgramTest {
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
    String output =
        Python.run(
            program,
            itsPackage,
            program + " does not recompute the known answers",
            List.of(answers.toString()));
    System.out.println(program + ": " + output);
  }
}
