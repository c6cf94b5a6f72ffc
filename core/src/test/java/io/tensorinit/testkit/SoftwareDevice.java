package io.tensorinit.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A CUDA driver whose devices are this machine's processors, and stand-ins of NVIDIA's libraries,
 * for a child process to find in the real ones' place: JCuda's native libraries, and all above
 * them, run as they do on a device. Their sources, in module cuda, say what can be set by the
 * environment.
 */
public final class SoftwareDevice {
  /** The module, beside the one that is tested or one folder higher. */
  private static final Path CUDA =
      Stream.of(Path.of("..", "cuda"), Path.of("..", "..", "cuda"))
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .findFirst()
          .orElse(Path.of("..", "cuda"));

  private static final Path BUILD = CUDA.resolve(Path.of("src/test/cpp/softgpu/build.sh"));
  private static final Path LIBRARIES = CUDA.resolve(Path.of("target/softgpu"));

  /** What a report says of things that were not given back, or were written to by mistake. */
  private static final List<String> FAULTS =
      List.of(
          "allocations",
          "pinned",
          "streams",
          "events",
          "modules",
          "graphs",
          "contexts",
          "handles",
          "stray_writes");

  private final Path folder;

  private SoftwareDevice(Path folder) {
    this.folder = folder;
  }

  /**
   * Builds the driver, unless it is newer than its sources; skips the test where there is no
   * compiler of C++, or JCuda has no native library.
   *
   * @param folder an empty folder for the child's cache and the driver's report
   * @return the devices
   * @throws IOException if the build cannot be started
   * @throws InterruptedException if the test is ended
   */
  public static SoftwareDevice in(Path folder) throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"),
        "JCuda's natives for linux-x86_64 run here");
    assumeTrue(Files.exists(BUILD), "the software device's sources are here");
    assumeTrue(
        isOnPath("c++") && isOnPath("bash"), "a C++ compiler, c++, and bash are on the path");
    Process build =
        new ProcessBuilder("bash", BUILD.toString(), LIBRARIES.toString())
            .redirectErrorStream(true)
            .start();
    String messages = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, build.waitFor(), messages);
    return new SoftwareDevice(folder);
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }

  /**
   * What a child process finds the driver by, and no library beside it.
   *
   * @return environment variables
   */
  public Map<String, String> environment() {
    return environment(folder("driver"));
  }

  /**
   * What a child process finds the driver by, and cuRAND, cuBLAS and cuSOLVER.
   *
   * @return environment variables
   */
  public Map<String, String> environmentWithLibraries() {
    return environment(folder("driver") + File.pathSeparator + folder("toolkit"));
  }

  private static String folder(String name) {
    return LIBRARIES.resolve(name).toAbsolutePath().normalize().toString();
  }

  private Map<String, String> environment(String folders) {
    return Map.of(
        "LD_LIBRARY_PATH", folders,
        "XDG_CACHE_HOME", folder.resolve("cache").toString(),
        "SOFT_REPORT", reportFile().toString());
  }

  private Path reportFile() {
    return folder.resolve("report");
  }

  /**
   * What the driver said when the child ended, {@code call NAME} and {@code kernel NAME} with how
   * often among it.
   *
   * @return counts by name
   * @throws IOException if the child did not use the driver
   */
  public Map<String, Long> report() throws IOException {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String line : Files.readAllLines(reportFile())) {
      int last = line.lastIndexOf(' ');
      counts.put(line.substring(0, last), Long.valueOf(line.substring(last + 1)));
    }
    return counts;
  }

  /**
   * Requires that the child gave back all it took, and wrote nowhere else.
   *
   * @throws IOException if the child did not use the driver
   */
  public void assertNothingLeft() throws IOException {
    Map<String, Long> report = report();
    Map<String, Long> expected = new LinkedHashMap<>();
    Map<String, Long> actual = new LinkedHashMap<>();
    for (String fault : FAULTS) {
      expected.put(fault, 0L);
      actual.put(fault, report.get(fault));
    }
    assertEquals(expected, actual);
  }
}
