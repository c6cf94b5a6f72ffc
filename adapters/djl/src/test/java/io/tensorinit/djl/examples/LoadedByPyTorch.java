package io.tensorinit.djl.examples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The same network in PyTorch's Python, with the weights of a file. */
final class LoadedByPyTorch {
  /** What is said where no Python has torch. */
  static final String NO_TORCH = "not compared, no python3 has torch";

  private static final String SCRIPT = "src/test/python/load_fashion_mnist.py";

  private LoadedByPyTorch() {}

  /**
   * Loads a file.
   *
   * @param file the file
   * @param expected the SHA-256 of each parameter
   * @return what came out, in a line
   */
  static String compare(Path file, Map<String, String> expected)
      throws IOException, InterruptedException {
    for (String python : List.of("python3", "/usr/bin/python3")) {
      Process process;
      try {
        process =
            new ProcessBuilder(python, "-B", SCRIPT, file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
      } catch (IOException e) {
        continue; // there is no such program
      }
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0) {
        Map<String, String> found = new TreeMap<>();
        said.lines().map(line -> line.split(" ")).forEach(pair -> found.put(pair[0], pair[1]));
        return "equal weights: " + found.equals(new TreeMap<>(expected));
      }
    }
    return NO_TORCH;
  }
}
