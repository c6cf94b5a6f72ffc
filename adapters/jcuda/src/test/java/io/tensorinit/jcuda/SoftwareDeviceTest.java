package io.tensorinit.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.testkit.SoftwareDevice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What runs on a device, through JCuda's real native libraries, on a driver that executes the
 * kernels on this machine's processors, and does nothing before it is waited for.
 */
class SoftwareDeviceTest {
  @TempDir Path folder;

  @Test
  void jcudasMemoryIsFilledInTheOrderOfItsStream() throws Exception {
    SoftwareDevice device = SoftwareDevice.in(folder);
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                DeviceProgram.class.getName()));
    builder.environment().putAll(device.environment());
    builder.environment().put("SOFT_LAZY", "1");
    Process child = builder.redirectErrorStream(true).start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, child.waitFor(), output);
    assertEquals("all values are equal\n", output);
    device.assertNothingLeft();
  }
}
