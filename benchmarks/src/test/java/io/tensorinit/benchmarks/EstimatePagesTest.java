package io.tensorinit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages of estimates are what the scripts print of the kernels as they are. Skipped where there
 * is no Python 3.8 or newer, or not the ptxas that a page names: another one makes other machine
 * code.
 */
class EstimatePagesTest {
  private static final Path RESULTS = Path.of("results");
  private static final Path SCRIPTS = Path.of("src/main/python");

  @ParameterizedTest
  @CsvSource({
    "estimate-fills.md, kernel_estimate.py",
    "estimate-orthogonal.md, orthogonal_estimate.py"
  })
  void aPageIsOfTheKernelsAsTheyAre(String page, String script)
      throws IOException, InterruptedException {
    String printed = Files.readString(RESULTS.resolve(page));
    Matcher version = Pattern.compile("ptxas ([0-9.]+) makes").matcher(printed);
    assertTrue(version.find(), page + " names no ptxas");
    assumeTrue(
        output("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 8))").isPresent(),
        "python3, 3.8 or newer, was not found: the pages of estimates are not compared");
    assumeTrue(
        output("ptxas", "--version")
            .filter(its -> its.contains("V" + version.group(1)))
            .isPresent(),
        "ptxas " + version.group(1) + " was not found: the pages of estimates are not compared");
    assertEquals(
        Optional.of(printed),
        output("python3", "-B", SCRIPTS.resolve(script).toString()),
        () -> page + " is of other kernels: print it again, " + script + " > " + page);
  }

  /** What a program prints; empty where there is none, or it fails. */
  private static Optional<String> output(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(output) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
