package io.tensorinit.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The machine that measures, as far as the system tells. */
public final class Machine {
  /** The vector instructions that are worth naming. */
  private static final List<String> VECTORS = List.of("avx2", "avx512f", "asimd", "sve");

  private Machine() {}

  /**
   * The machine in one line.
   *
   * @return system, architecture, the number of processors, and their model where it is known
   */
  public static String description() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ", "
        + Runtime.getRuntime().availableProcessors()
        + " processors"
        + processorLine("model name").map(it -> " of the model " + it).orElse("");
  }

  /**
   * The vector instructions that the processor has.
   *
   * @return their names as the system gives them, or nothing
   */
  public static String vectorInstructions() {
    return processorLine("flags")
        .or(() -> processorLine("Features"))
        .map(flags -> Arrays.asList(flags.split(" ", -1)))
        .map(flags -> VECTORS.stream().filter(flags::contains).collect(Collectors.joining(" ")))
        .orElse("");
  }

  /**
   * The revision of the sources that are measured.
   *
   * @return what the environment variable {@code SOURCES} says, which the scripts set
   */
  public static String revision() {
    return System.getenv().getOrDefault("SOURCES", "an unknown revision");
  }

  private static Optional<String> processorLine(String name) {
    try (Stream<String> lines =
        Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException e) {
      return Optional.empty(); // no Linux
    }
  }
}
