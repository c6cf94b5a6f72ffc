package io.tensorinit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.json.JsonWriter;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.tensor.DType;
import io.tensorinit.testkit.NamedSample;
import io.tensorinit.testkit.SoftwareDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The command on a device, end to end: JCuda's real native libraries over a driver that executes
 * the kernels on this machine's processors.
 */
class SoftwareDeviceTest {
  @TempDir Path folder;
  private SoftwareDevice device;
  private Map<String, String> driver;
  private Map<String, String> libraries;

  @BeforeEach
  void build() throws Exception {
    device = SoftwareDevice.in(Files.createDirectory(folder.resolve("device")));
    driver = device.environment();
    libraries = device.environmentWithLibraries();
  }

  private static ProcessBuilder child(Map<String, String> environment, Object... args) {
    // as the command's jar allows it: newer JDKs warn of native code otherwise
    ProcessBuilder child =
        ChildCommand.of(List.of(), List.of("--enable-native-access=ALL-UNNAMED"), args);
    child.environment().putAll(environment);
    return child;
  }

  private static CommandRun run(Map<String, String> environment, Object... args)
      throws IOException, InterruptedException {
    return ChildCommand.run(child(environment, args));
  }

  /** Every name in every dtype that it and the file can hold. */
  private Path manifest(String name, Set<DType> dtypes, Predicate<NamedSample> chosen)
      throws IOException {
    List<Object> parameters = new ArrayList<>();
    for (NamedSample sample : NamedSample.all()) {
      for (DType dtype : dtypes) {
        if (chosen.test(sample) && sample.takes(dtype)) {
          parameters.add(
              Map.of(
                  "name", parameters.size() + "." + sample.name() + "." + dtype,
                  "shape", Arrays.stream(sample.shape().sizes()).boxed().toList(),
                  "dtype", dtype.name(),
                  "init", Map.of("class_name", sample.name(), "config", given(sample.config()))));
        }
      }
    }
    assertTrue(parameters.size() > dtypes.size(), name);
    return Manifests.write(folder, name, JsonWriter.compact(Map.of("parameters", parameters)));
  }

  /** What JSON can say: a default that is no number, or infinite, is left out. */
  private static Map<String, Object> given(Map<String, Object> config) {
    Map<String, Object> given = new TreeMap<>(config);
    given
        .values()
        .removeIf(value -> value == null || (value instanceof Double d && d.isInfinite()));
    return given;
  }

  private static boolean isQr(NamedSample sample) {
    return sample
        .plan()
        .contains(
            plan -> plan instanceof OrthogonalFill matrices && matrices.method() == Method.QR);
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w.safetensors", "w.npz"})
  void everyNameHasTheBytesOfTheCpu(String file) throws Exception {
    Set<DType> dtypes =
        file.endsWith(".npz")
            ? EnumSet.of(DType.F64, DType.F32, DType.F16, DType.C64, DType.C128)
            : EnumSet.complementOf(EnumSet.of(DType.C32, DType.C128));
    Path manifest = manifest("m.json", dtypes, sample -> !isQr(sample));
    Path onCpu = folder.resolve("cpu-" + file);
    Path onDevice = folder.resolve(file);
    CommandRun.of("init", manifest, "-o", onCpu, "--backend=cpu").assertDone();
    run(driver, "init", manifest, "-o", onDevice, "--backend=cuda").assertDone();
    assertEquals(-1, Files.mismatch(onCpu, onDevice));
    device.assertNothingLeft();
  }

  /** The textbook method wants cuSOLVER; the default one has kernels of its own. */
  @Test
  void orthogonalMatricesByTheTextbookAreVerified() throws Exception {
    Path manifest =
        manifest(
            "q.json",
            EnumSet.of(DType.F64, DType.F32, DType.BF16, DType.C64),
            SoftwareDeviceTest::isQr);
    Path out = folder.resolve("q.safetensors");
    run(libraries, "init", manifest, "-o", out, "--backend=cuda").assertDone();
    device.assertNothingLeft();
    assertTrue(
        device.report().keySet().stream().anyMatch(call -> call.startsWith("call cusolverDn")));
    CommandRun verified = CommandRun.of("verify", out, manifest);
    assertEquals("equal\n", verified.out(), verified.err());
    assertEquals(0, verified.exitCode());
  }

  @Test
  void theDeviceServesUnaskedAndTheDoctorFindsItWell() throws Exception {
    Path manifest = Manifests.mixed(folder);
    Path out = folder.resolve("w.safetensors");
    run(driver, "init", manifest, "-o", out).assertDone();
    assertTrue(device.report().containsKey("call cuLaunchKernel"));
    CommandRun doctor = run(libraries, "doctor").assertDone();
    assertTrue(doctor.out().contains("Software device 0 (compute capability 7.5)"), doctor.out());
    assertTrue(doctor.out().endsWith("serving:   cuda\nself-test: ok\n"), doctor.out());
    device.assertNothingLeft();
  }

  /** Each fails the work with one line, leaves no file, and gives everything back. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "cuMemAlloc:1:2 CUDA_ERROR_OUT_OF_MEMORY",
        "cuMemHostAlloc:1:2 CUDA_ERROR_OUT_OF_MEMORY",
        "cuModuleLoadData:1:218 CUDA_ERROR_INVALID_PTX",
        "cuLaunchKernel:2:719 CUDA_ERROR_LAUNCH_FAILED",
        "cuMemcpyDtoHAsync:1:700 CUDA_ERROR_ILLEGAL_ADDRESS"
      })
  void aCallThatFailsLeavesNothing(String failure) throws Exception {
    Path manifest = Manifests.mixed(folder);
    List<String> before = contents();
    ProcessBuilder command =
        child(driver, "init", manifest, "-o", folder.resolve("w.npz"), "--backend=cuda");
    String[] callAndName = failure.split(" ", -1);
    command.environment().put("SOFT_FAIL", callAndName[0]);
    CommandRun run = ChildCommand.run(command);
    assertEquals(3, run.exitCode(), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(run.err().contains(callAndName[1]), run.err());
    assertEquals(before, contents());
    device.assertNothingLeft();
  }

  @Test
  void aSignalLeavesNothing() throws Exception {
    Path manifest = Manifests.matrix(folder, "F32", 20_000, 50_000);
    List<String> before = contents();
    ProcessBuilder command =
        child(driver, "init", manifest, "-o", folder.resolve("w.npz"), "--backend=cuda");
    command.environment().put("SOFT_PAUSE", "100");
    Process process = command.redirectErrorStream(true).start();
    try {
      for (int tries = 0; contents().equals(before) && tries < 600; tries++) {
        Thread.sleep(50);
      }
      assertEquals(before.size() + 1, contents().size(), "the file is being written");
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the signal ends it");
      assertTrue(process.exitValue() > 128, "exit code " + process.exitValue());
      assertEquals(before, contents());
    } finally {
      process.destroyForcibly();
    }
  }
}
