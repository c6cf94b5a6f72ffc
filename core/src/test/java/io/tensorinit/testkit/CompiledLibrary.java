package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A shared library that stands in for one of a vendor's, made for a test by a C compiler. */
public final class CompiledLibrary {
  private static final String COMPILER = "cc";

  private CompiledLibrary() {}

  /**
   * Compiles a library; skips the test where there is no C compiler, or no Linux.
   *
   * @param source the C file
   * @param name the name the linker shall find it by, such as {@code libcuda.so.1}
   * @param folder where it goes
   * @return the library
   * @throws IOException if the compiler cannot be started
   * @throws InterruptedException if the test is ended
   */
  public static Path compile(Path source, String name, Path folder)
      throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "JCuda's natives for linux-x86_64 run here");
    assumeTrue(compiler().isPresent(), "a C compiler, " + COMPILER + ", is on the path");
    Path library = folder.resolve(name);
    Process process =
        new ProcessBuilder(
                compiler().get().toString(),
                "-shared",
                "-fPIC",
                "-Wl,-soname," + name,
                "-o",
                library.toString(),
                source.toString())
            .redirectErrorStream(true)
            .start();
    String messages = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), messages);
    return library;
  }

  private static Optional<Path> compiler() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(place -> Path.of(place, COMPILER))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
