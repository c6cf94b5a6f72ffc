package io.tensorinit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the tests of the scripts beside the GPU benchmarks. Skipped where there is no Python 3.8 or
 * newer.
 */
class PythonScriptsTest {
  private static final Path TESTS = Path.of("src/test/python");

  /** All of them, each a file of its own. */
  static List<String> tests() throws IOException {
    try (Stream<Path> files = Files.list(TESTS)) {
      List<String> tests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("_test.py"))
              .sorted()
              .toList();
      assertFalse(tests.isEmpty(), "no tests in " + TESTS);
      return tests;
    }
  }

  @ParameterizedTest
  @MethodSource("tests")
  void theirTestsPass(String tests) throws IOException, InterruptedException {
    assumeTrue(
        python("-c", "import sys; sys.exit(sys.version_info < (3, 8))") == 0,
        "python3, 3.8 or newer, was not found: the scripts of the GPU benchmarks are not tested");
    assertEquals(0, python("-B", TESTS.resolve(tests).toString()));
  }

  /** The exit status, 127 where there is no Python; what a failing program prints is shown. */
  private static int python(String... arguments) throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("python3").redirectErrorStream(true);
    builder.command().addAll(List.of(arguments));
    try {
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor(1, TimeUnit.MINUTES) ? process.exitValue() : 1;
      if (status != 0) {
        System.err.println(output);
      }
      return status;
    } catch (IOException e) {
      return 127;
    }
  }
}
