package io.tensorinit.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.backend.Component;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is reported of a machine, link by link. */
class CudaComponentsTest {
  @TempDir Path folder;

  private Platform platform() {
    return new Platform("linux", "x86_64", List.of(folder), folder.resolve("cache"), List.of());
  }

  private List<Component> components(PtxDriver driver) {
    return CudaComponents.of(new CudaProbe(platform(), () -> driver), new NoLibraries());
  }

  private List<Component> withDevice(PtxDriver driver) throws IOException {
    Files.createFile(folder.resolve("libcuda.so.1"));
    return components(driver);
  }

  @Test
  void withoutADriverNothingElseIsLookedFor() {
    assertEquals(
        List.of(
            new Component(
                "driver",
                false,
                "no NVIDIA driver: libcuda.so.1 not found; install NVIDIA's driver, or start the"
                    + " container with its devices (docker run --gpus all)")),
        components(new PtxDriver(1)));
  }

  @Test
  void driverDevicesAndLibraries() throws IOException {
    PtxDriver old =
        new PtxDriver(1) {
          @Override
          public synchronized DeviceInfo device(int ordinal) {
            return new DeviceInfo(ordinal, "A device", 6, 1, 1, 48 << 10, 8L << 30);
          }
        };
    assertEquals(
        List.of(
            new Component("driver", true, "knows CUDA 12.4"),
            new Component(
                "device 0",
                false,
                "A device (compute capability 6.1), 8 GiB; compute capability 7.0 or newer is"
                    + " needed"),
            new Component("cuRAND", false, "libcurand.so.10 not found"),
            new Component("cuBLAS", false, "libcublas.so.11 not found"),
            new Component("cuSOLVER", false, "libcusolver.so.11 not found")),
        withDevice(old));
  }

  @Test
  void aFailingCallIsALine() throws IOException {
    PtxDriver failing =
        new PtxDriver(1) {
          @Override
          public synchronized int deviceCount() {
            throw new CudaException("cuDeviceGetCount", 999, "CUDA_ERROR_UNKNOWN", "");
          }
        };
    assertEquals(
        new Component("devices", false, "cuDeviceGetCount failed with 999 (CUDA_ERROR_UNKNOWN)"),
        withDevice(failing).get(1));
  }
}
