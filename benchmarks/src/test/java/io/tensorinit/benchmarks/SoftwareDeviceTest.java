package io.tensorinit.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.testkit.SoftwareDevice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every benchmark of the CUDA backend runs on the software device, and gives back what it took. */
class SoftwareDeviceTest {
  @TempDir Path folder;

  @Test
  void everyBenchmarkRuns() throws Exception {
    SoftwareDevice device = SoftwareDevice.in(folder);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("shared")),
            "-Djmh.ignoreLock=true",
            "-cp",
            System.getProperty("java.class.path"),
            DeviceSmokeTest.class.getName());
    builder.environment().putAll(device.environment());
    Process child = builder.redirectErrorStream(true).start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), output);
    device.assertNothingLeft();
  }
}
