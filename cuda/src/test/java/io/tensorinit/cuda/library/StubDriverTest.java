package io.tensorinit.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.testkit.CompiledLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * JCuda's real native library over a driver that is a stub, made here by a C compiler: finding it,
 * loading it from the private folder, and how arguments reach the driver. Skipped where there is no
 * compiler, or no native library.
 */
class StubDriverTest {
  @TempDir static Path folder;

  @BeforeAll
  static void compileStub() throws Exception {
    assumeTrue(!Platform.current().hasDriverLibrary(), "no real driver is in the way");
    CompiledLibrary.compile(Path.of("src/test/c/stub_driver.c"), "libcuda.so.1", folder);
  }

  private static String run(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("shared")),
            StubDriverProgram.class.getName());
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    builder.environment().putAll(environment);
    // A newer JDK warns on stderr that a class on the class path loads native code.
    Process program = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, program.waitFor(), output);
    return output.strip();
  }

  @Test
  void argumentsReachTheDriver() throws Exception {
    assertEquals("Stub (compute capability 7.5) [1.25, 1.25, 1.25, 1.25, 1.25]", run(Map.of()));
    try (Stream<Path> files = Files.list(folder.resolve("shared"))) {
      assertEquals(
          List.of(),
          files.filter(file -> !file.getFileName().toString().startsWith("hsperf")).toList(),
          "nothing is unpacked to the shared temporary folder");
    }
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      assertTrue(files.anyMatch(file -> file.toString().endsWith(".so")));
    }
  }

  @Test
  void aDriverWithoutDevices() throws Exception {
    assertEquals(
        "an NVIDIA driver is here, but no device: cuInit failed with 100 (CUDA_ERROR_NO_DEVICE);"
            + " nvidia-smi lists them, CUDA_VISIBLE_DEVICES may hide them",
        run(Map.of("STUB_INIT", "100")));
  }

  @Test
  void aDriverThatDoesNotStart() throws Exception {
    assertEquals(
        "the NVIDIA driver does not start: cuInit failed with 803"
            + " (CUDA_ERROR_SYSTEM_DRIVER_MISMATCH); nvidia-smi tells more",
        run(Map.of("STUB_INIT", "803")));
  }
}
