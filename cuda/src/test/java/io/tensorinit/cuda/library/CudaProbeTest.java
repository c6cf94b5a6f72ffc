package io.tensorinit.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.testkit.PtxDriver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each missing link of the chain gives its own reason, and nothing beyond it is touched. */
class CudaProbeTest {
  private static final Supplier<Driver> NOT_TOUCHED =
      () -> {
        throw new AssertionError("nothing may be loaded");
      };

  @TempDir Path folder;

  private Platform platform(String arch) {
    return new Platform(
        "linux", arch, List.of(folder), folder.resolve("cache"), List.of(folder.resolve("sign")));
  }

  private Platform withLibrary() throws IOException {
    Files.createFile(folder.resolve("libcuda.so.1"));
    return platform("x86_64");
  }

  private static Availability.Unavailable no(Platform platform, Supplier<Driver> driver) {
    return assertInstanceOf(Availability.Unavailable.class, new CudaProbe(platform, driver).ask());
  }

  @Test
  void noNativesForThePlatform() {
    Availability.Unavailable no = no(platform("aarch64"), NOT_TOUCHED);
    assertEquals(
        "no natives for this platform: JCuda has them for linux-x86_64 and windows-x86_64, this is"
            + " linux-aarch64",
        no.reason());
    assertTrue(!no.deviceSeen());
  }

  @Test
  void noDriver() throws IOException {
    String reason =
        "no NVIDIA driver: libcuda.so.1 not found; install NVIDIA's driver, or start the container"
            + " with its devices (docker run --gpus all)";
    assertEquals(reason, no(platform("x86_64"), NOT_TOUCHED).reason());
    assertTrue(!no(platform("x86_64"), NOT_TOUCHED).deviceSeen());
    Files.createFile(folder.resolve("sign"));
    assertEquals(reason, no(platform("x86_64"), NOT_TOUCHED).reason());
    assertTrue(no(platform("x86_64"), NOT_TOUCHED).deviceSeen());
  }

  @Test
  void theLinkersCacheIsReadToo() throws IOException {
    Files.write(
        folder.resolve("cache"),
        "...\0libcuda.so.1\0/opt/there/libcuda.so.1\0".getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(platform("x86_64").hasDriverLibrary());
  }

  @Test
  void theNativeLibraryCannotBeLoaded() throws IOException {
    Availability.Unavailable no =
        no(
            withLibrary(),
            () -> {
              throw new UnsatisfiedLinkError("libstdc++.so.6: cannot open\nmore");
            });
    assertEquals(
        "JCuda's native library cannot be loaded: libstdc++.so.6: cannot open", no.reason());
    assertTrue(no.deviceSeen());
    assertInstanceOf(UnsatisfiedLinkError.class, no.cause().orElseThrow());
  }

  @Test
  void theDriverDoesNotStart() throws IOException {
    Availability.Unavailable no =
        no(
            withLibrary(),
            () -> {
              throw new CudaException("cuInit", 999, "CUDA_ERROR_UNKNOWN", "");
            });
    assertEquals(
        "the NVIDIA driver does not start: cuInit failed with 999 (CUDA_ERROR_UNKNOWN); nvidia-smi"
            + " tells more",
        no.reason());
  }

  @Test
  void noDevice() throws IOException {
    Availability.Unavailable no =
        no(
            withLibrary(),
            () -> {
              throw new CudaException("cuInit", 100, "CUDA_ERROR_NO_DEVICE", "");
            });
    assertEquals(
        "an NVIDIA driver is here, but no device: cuInit failed with 100 (CUDA_ERROR_NO_DEVICE);"
            + " nvidia-smi lists them, CUDA_VISIBLE_DEVICES may hide them",
        no.reason());
  }

  /** A driver with one device of a compute capability. */
  private static Supplier<Driver> device(int version, int major, int minor) {
    return () ->
        new PtxDriver(1) {
          @Override
          public synchronized int version() {
            return version;
          }

          @Override
          public synchronized DeviceInfo device(int ordinal) {
            return new DeviceInfo(ordinal, "A device", major, minor, 1, 64 << 10, 1L << 30);
          }
        };
  }

  @Test
  void theDriverIsTooOld() throws IOException {
    assertEquals(
        "the NVIDIA driver is too old: it knows CUDA 10.2, 11.0 is needed; update it",
        no(withLibrary(), device(10020, 8, 0)).reason());
  }

  @Test
  void theDeviceIsTooOld() throws IOException {
    assertEquals(
        "no device of compute capability 7.0 or newer; there is A device (compute capability 6.1)",
        no(withLibrary(), device(12040, 6, 1)).reason());
  }

  @Test
  void available() throws IOException {
    assertEquals(
        new Availability.Available("A device (compute capability 9.0), the driver knows CUDA 13.0"),
        new CudaProbe(withLibrary(), device(13000, 9, 0)).ask());
  }
}
