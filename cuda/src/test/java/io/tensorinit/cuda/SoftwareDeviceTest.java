package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.cuda.kernel.DriverFaultsProgram;
import io.tensorinit.testkit.SoftwareDevice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What runs on a device, through JCuda's real native libraries, on a driver that executes the
 * kernels on this machine's processors. The driver is lazy: it does nothing before the host waits
 * for it, so a missing wait shows.
 */
public class SoftwareDeviceTest {
  /** A class of tests makes one at most, but for a second device. */
  private static final int MOST_CONTEXTS = 12;

  @TempDir Path folder;
  private SoftwareDevice device;

  @BeforeEach
  void build() throws Exception {
    device = SoftwareDevice.in(folder);
  }

  private String run(Class<?> program, List<String> options, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // newer JDKs warn of native code otherwise
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("shared")));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(program.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(device.environmentWithLibraries());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    Process child = builder.start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), output);
    return output;
  }

  /**
   * All tests that want a device pass on two of them, where freeing memory waits for nothing: on
   * Turing, which has the kernels for every device and the least shared memory, and on Hopper,
   * which has those for newer ones and the most, and whose blocks and threads take turns in an
   * order of their own.
   */
  @ParameterizedTest
  @CsvSource({"75, 64, 0", "90, 227, 1"})
  void theTestsForADevicePass(String capability, int sharedKib, String order) throws Exception {
    String output =
        run(
            GpuTestsProgram.class,
            List.of("-Dtensorinit.requireGpu=true", "-Dtensorinit.gpuElements=40005"),
            Map.of(
                "SOFT_LAZY",
                "1",
                "SOFT_FREE_WAITS",
                "0",
                "SOFT_DEVICES",
                "2",
                "SOFT_CAPABILITY",
                capability,
                "SOFT_ORDER",
                order,
                "SOFT_SHARED",
                Integer.toString(sharedKib << 10)));
    Matcher summary = Pattern.compile("succeeded (\\d+), failed 0, skipped 0").matcher(output);
    assertTrue(summary.find() && Integer.parseInt(summary.group(1)) > 2000, output);
    device.assertNothingLeft();
    // libraries with a runtime of their own may not survive that a primary context is destroyed
    long made = device.report().get("contexts_made");
    assertTrue(made <= MOST_CONTEXTS, () -> made + " times a primary context was made");
  }

  /** The instrument itself sees what it is there to see. */
  @Test
  void mistakesAreFound() throws Exception {
    String output =
        run(
            DriverFaultsProgram.class,
            List.of(),
            Map.of(
                "SOFT_DEVICES",
                "2",
                "SOFT_FAIL",
                "cuEventQuery:1:900,cuEventQuery:2:906,cuEventQuery:3:907,"
                    + "cuEventQuery:4:700,cuPointerGetAttributes:1:201"));
    assertEquals(
        List.of(
            "no context: 201",
            "false, event: nothing",
            "false, event: nothing",
            "false, event: nothing",
            "event: 700",
            "false, address of no context: nothing",
            "other PTX: 218",
            "no such kernel: 500",
            "too much memory: 2",
            "destroyed stream: 400",
            "copy beyond: 1",
            "clear beyond: 1",
            "free elsewhere: 1",
            "too much shared memory: 1",
            "shared memory without leave: 1",
            "shared memory beside the kernel's own: 1",
            "leave for it: 1",
            "too many threads: 1",
            "misaligned launch: nothing",
            "misaligned wait: 716",
            "misaligned later: 716"),
        output.lines().toList());
    Map<String, Long> report = device.report();
    assertEquals(1, report.get("stray_writes"));
    assertEquals(1, report.get("allocations"));
    assertEquals(2, report.get("modules"));
    assertEquals(2, report.get("contexts"));
  }
}
