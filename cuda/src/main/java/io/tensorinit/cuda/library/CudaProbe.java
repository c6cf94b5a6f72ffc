package io.tensorinit.cuda.library;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Whether there is a device, and if not, which link of the chain is missing: native library,
 * driver, device, its age. Where there is no driver, nothing is loaded.
 */
public final class CudaProbe {
  /** The oldest driver whose functions the native library calls: that of CUDA 11.0. */
  private static final int OLDEST_DRIVER = 11000;

  private static final int NO_DEVICE = 100;

  private final Platform platform;
  private final Supplier<Driver> driver;

  /**
   * A probe of this machine.
   *
   * @return the probe
   */
  public static CudaProbe ofMachine() {
    return new CudaProbe(Platform.current(), JcudaLoader::driver);
  }

  /**
   * A probe.
   *
   * @param platform what can be seen of the machine
   * @param driver loads and initializes the driver
   */
  CudaProbe(Platform platform, Supplier<Driver> driver) {
    this.platform = platform;
    this.driver = driver;
  }

  /**
   * Asks, from the cheapest question to the dearest; the first no is the answer.
   *
   * @return whether there is a device that can be used, and if not, why
   */
  public Availability ask() {
    if (!platform.hasNatives()) {
      return no(
          "no natives for this platform: JCuda has them for linux-x86_64 and windows-x86_64, this"
              + " is "
              + platform.os()
              + "-"
              + platform.arch());
    }
    if (!platform.hasDriverLibrary()) {
      return no(
          "no NVIDIA driver: "
              + platform.driverLibrary()
              + " not found; install NVIDIA's driver, or start the container with its devices"
              + " (docker run --gpus all)");
    }
    try {
      return devices(driver.get());
    } catch (CudaException e) {
      return no(
          e.code() == NO_DEVICE
              ? noDevice(e.getMessage())
              : "the NVIDIA driver does not start: " + e.getMessage() + "; nvidia-smi tells more",
          e);
    } catch (BackendException e) {
      return no(e.getMessage(), e);
    } catch (LinkageError e) {
      return no("JCuda's native library cannot be loaded: " + firstLine(e), e);
    }
  }

  /**
   * The driver, if it starts.
   *
   * @return the driver; empty where {@link #ask} says why not
   */
  public Optional<Driver> driver() {
    if (!platform.hasNatives() || !platform.hasDriverLibrary()) {
      return Optional.empty();
    }
    try {
      return Optional.of(driver.get());
    } catch (BackendException | LinkageError e) {
      return Optional.empty();
    }
  }

  private Availability devices(Driver loaded) {
    int version = loaded.version();
    if (version < OLDEST_DRIVER) {
      return no(
          "the NVIDIA driver is too old: it knows CUDA "
              + dotted(version)
              + ", "
              + dotted(OLDEST_DRIVER)
              + " is needed; update it");
    }
    int count = loaded.deviceCount();
    if (count == 0) {
      return no(noDevice("cuDeviceGetCount says 0"));
    }
    Optional<DeviceInfo> usable =
        IntStream.range(0, count)
            .mapToObj(loaded::device)
            .filter(DeviceInfo::isSupported)
            .findFirst();
    return usable.isPresent()
        ? new Availability.Available(usable.get() + ", the driver knows CUDA " + dotted(version))
        : no(
            "no device of compute capability "
                + DeviceInfo.OLDEST_MAJOR
                + ".0 or newer; there is "
                + IntStream.range(0, count)
                    .mapToObj(ordinal -> loaded.device(ordinal).toString())
                    .collect(Collectors.joining(", ")));
  }

  private static String noDevice(String evidence) {
    return "an NVIDIA driver is here, but no device: "
        + evidence
        + "; nvidia-smi lists them, CUDA_VISIBLE_DEVICES may hide them";
  }

  /** A version as major.minor: 12040 is 12.4. */
  static String dotted(int version) {
    return version / 1000 + "." + version % 1000 / 10;
  }

  private static String firstLine(Throwable error) {
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  private Availability no(String reason) {
    return no(reason, Optional.empty());
  }

  private Availability no(String reason, Throwable cause) {
    return no(reason, Optional.of(cause));
  }

  private Availability no(String reason, Optional<Throwable> cause) {
    return new Availability.Unavailable(reason, cause, platform.hasSignsOfDevice());
  }
}
