package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backends;
import io.tensorinit.testkit.CompiledLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in a process of its own where a link between it and a device is missing: native
 * library, driver, device, its age, a library, memory. The driver is a stub made by a C compiler.
 */
class MissingLinksTest {
  private static final Path STUB = Path.of("..", "cuda", "src", "test", "c", "stub_driver.c");

  @TempDir Path folder;
  private Path manifest;
  private Path expected;

  @BeforeEach
  void fillOnTheCpu() throws IOException {
    manifest = Manifests.mixed(folder);
    expected = folder.resolve("expected.safetensors");
    CommandRun.of("init", manifest, "-o", expected, "--backend", "cpu").assertDone();
  }

  /** Runs the command where the linker finds what lies in a folder. */
  private CommandRun run(Map<String, String> environment, List<String> options, Object... args)
      throws IOException, InterruptedException {
    List<String> javaOptions = new ArrayList<>(options);
    javaOptions.add("-XX:TieredStopAtLevel=1"); // a child lives for less than a second
    ProcessBuilder child = ChildCommand.of(List.of(), javaOptions, args);
    child.environment().put("LD_LIBRARY_PATH", folder.toString());
    child.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    child.environment().putAll(environment);
    return ChildCommand.run(child);
  }

  private CommandRun withStub(Map<String, String> environment, Object... args)
      throws IOException, InterruptedException {
    // as the command's jar allows it: newer JDKs warn of native code otherwise
    return run(environment, List.of("--enable-native-access=ALL-UNNAMED"), args);
  }

  private void compileStub() throws IOException, InterruptedException {
    CompiledLibrary.compile(STUB, "libcuda.so.1", folder);
  }

  private void assertCpuServes(String reason, CommandRun run, Path out) throws IOException {
    assertEquals("backend cpu serves: cuda: " + reason + "\n", run.err());
    assertEquals(0, run.exitCode());
    assertEquals("", run.out());
    assertEquals(-1, Files.mismatch(expected, out));
    Files.delete(out);
  }

  /** One line says why the CPU serves; asked for by name the device is a failure. */
  private void assertReason(String reason, Map<String, String> environment) throws Exception {
    Path out = folder.resolve("w.safetensors");
    assertCpuServes(reason, withStub(environment, "init", manifest, "-o", out), out);
    withStub(environment, "init", manifest, "-o", out, "--backend=cuda")
        .assertFails(3, "backend cuda cannot be used: " + reason);
    assertFalse(Files.exists(out));
  }

  private void assertDoctorSays(String reason, Map<String, String> environment) throws Exception {
    String doctor = withStub(environment, "doctor").assertDone().out();
    assertTrue(doctor.contains("\ncuda     no         " + reason + "\n"), doctor);
    assertTrue(doctor.endsWith("serving:   cpu\nself-test: ok\n"), doctor);
  }

  @Test
  void noNativeLibrary() throws Exception {
    Path out = folder.resolve("w.safetensors");
    List<String> arm = List.of("-Dos.arch=aarch64");
    run(Map.of(), arm, "init", manifest, "-o", out).assertDone();
    assertEquals(-1, Files.mismatch(expected, out));
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    run(Map.of(), arm, "init", manifest, "-o", out, "--backend=cuda")
        .assertFails(
            3,
            "backend cuda cannot be used: no natives for this platform: JCuda has them for"
                + " linux-x86_64 and windows-x86_64, this is "
                + system
                + "-aarch64");
  }

  @Test
  void noDriver() throws Exception {
    Availability.Unavailable cuda =
        Backends.installed().report().stream()
            .map(Backends.Answer::availability)
            .filter(Availability.Unavailable.class::isInstance)
            .map(Availability.Unavailable.class::cast)
            .filter(no -> no.reason().startsWith("no NVIDIA driver: "))
            .findFirst()
            .orElse(null);
    assumeTrue(cuda != null, "no driver is installed");
    Path out = folder.resolve("w.safetensors");
    CommandRun run = run(Map.of(), List.of(), "init", manifest, "-o", out);
    if (cuda.deviceSeen()) {
      assertCpuServes(cuda.reason(), run, out);
    } else {
      run.assertDone();
      assertEquals(-1, Files.mismatch(expected, out));
    }
    run(Map.of(), List.of(), "init", manifest, "-o", folder.resolve("x.npz"), "--backend=cuda")
        .assertFails(3, "backend cuda cannot be used: " + cuda.reason());
    assertFalse(Files.exists(folder.resolve("x.npz")));
  }

  @Test
  void theDriverIsTooOld() throws Exception {
    compileStub();
    String reason = "the NVIDIA driver is too old: it knows CUDA 10.2, 11.0 is needed; update it";
    Map<String, String> environment = Map.of("STUB_VERSION", "10020");
    assertReason(reason, environment);
    assertDoctorSays(reason, environment);
  }

  @Test
  void theDriverDoesNotStart() throws Exception {
    compileStub();
    assertReason(
        "the NVIDIA driver does not start: cuInit failed with 803"
            + " (CUDA_ERROR_SYSTEM_DRIVER_MISMATCH); nvidia-smi tells more",
        Map.of("STUB_INIT", "803"));
  }

  @Test
  void noDevice() throws Exception {
    compileStub();
    String reason =
        "an NVIDIA driver is here, but no device: cuDeviceGetCount says 0; nvidia-smi lists them,"
            + " CUDA_VISIBLE_DEVICES may hide them";
    Map<String, String> environment = Map.of("STUB_DEVICES", "0");
    assertReason(reason, environment);
    assertDoctorSays(reason, environment);
  }

  /** No fill looks for libraries where there is no device: these have nothing in them. */
  @Test
  void librariesWithoutADevice() throws Exception {
    compileStub();
    Path empty = Files.writeString(folder.resolve("empty.c"), "int nothing;\n");
    for (String library : List.of("libcurand.so.10", "libcublas.so.11", "libcusolver.so.11")) {
      CompiledLibrary.compile(empty, library, folder);
    }
    assertReason(
        "an NVIDIA driver is here, but no device: cuInit failed with 100 (CUDA_ERROR_NO_DEVICE);"
            + " nvidia-smi lists them, CUDA_VISIBLE_DEVICES may hide them",
        Map.of("STUB_INIT", "100"));
  }

  @Test
  void theDeviceIsTooOld() throws Exception {
    compileStub();
    String reason =
        "no device of compute capability 7.0 or newer; there is Stub (compute capability 6.1)";
    Map<String, String> environment = Map.of("STUB_CAPABILITY", "61");
    assertReason(reason, environment);
    assertDoctorSays(reason, environment);
  }

  /** A driver alone serves, except for the one method that needs a library. */
  @Test
  void aDriverWithoutLibraries() throws Exception {
    compileStub();
    Path constants =
        Manifests.write(
            folder,
            "constants.json",
            "{ \"parameters\": ["
                + "{ \"name\": \"a\", \"shape\": [5, 7], \"init\": \"ones\" },"
                + "{ \"name\": \"b\", \"shape\": [3], \"dtype\": \"BF16\", \"init\":"
                + " { \"class_name\": \"Constant\", \"config\": { \"value\": 0.01 } } } ] }");
    Path onCpu = folder.resolve("cpu.safetensors");
    Path onDevice = folder.resolve("cuda.safetensors");
    CommandRun.of("init", constants, "-o", onCpu, "--backend=cpu").assertDone();
    withStub(Map.of(), "init", constants, "-o", onDevice, "--backend=cuda").assertDone();
    assertEquals(-1, Files.mismatch(onCpu, onDevice));

    Path textbook =
        Manifests.write(
            folder,
            "qr.json",
            "{ \"parameters\": [{ \"name\": \"q\", \"shape\": [8, 8], \"init\":"
                + " { \"class_name\": \"orthogonal\", \"config\": { \"method\": \"qr\" } } }] }");
    CommandRun.of("init", textbook, "-o", expected, "--backend=cpu").assertDone();
    Path out = folder.resolve("qr.safetensors");
    CommandRun refused = withStub(Map.of(), "init", textbook, "-o", out, "--backend=cuda");
    String reason = refused.err().replaceFirst("^tensorinit: backend cuda ", "").strip();
    assertTrue(reason.startsWith("cannot fill \"q\": "), refused.err());
    refused.assertFails(3, "backend cuda " + reason);
    assertFalse(Files.exists(out));
    assertCpuServes(reason, withStub(Map.of(), "init", textbook, "-o", out), out);
  }

  @Test
  void theDeviceHasNoMemory() throws Exception {
    compileStub();
    Path out = Files.writeString(folder.resolve("w.safetensors"), "old");
    CommandRun run =
        withStub(Map.of("STUB_MEMORY", "0"), "init", manifest, "-o", out, "--backend=cuda");
    assertEquals(3, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains("CUDA_ERROR_OUT_OF_MEMORY"), run.err());
    assertEquals("", run.out());
    assertEquals("old", Files.readString(out));
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("cache", "expected.safetensors", "libcuda.so.1", "mixed.json", "w.safetensors"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }
}
