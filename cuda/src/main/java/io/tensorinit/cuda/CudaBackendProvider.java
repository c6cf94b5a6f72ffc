package io.tensorinit.cuda;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.BackendProvider;
import io.tensorinit.backend.Component;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.library.CudaComponents;
import io.tensorinit.cuda.library.CudaProbe;
import io.tensorinit.cuda.library.JcudaLoader;
import java.util.List;

/**
 * Provides the CUDA backend. Loads anywhere: JCuda, its native library and the driver are looked
 * for when it is asked, in this order, and not beyond the first that is missing.
 */
public final class CudaBackendProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public CudaBackendProvider() {}

  @Override
  public String name() {
    return CudaBackend.NAME;
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Availability availability() {
    return probe().ask();
  }

  @Override
  public List<Component> components() {
    return CudaComponents.of(probe(), JcudaLoader.libraries());
  }

  private static CudaProbe probe() {
    return CudaProbe.ofMachine();
  }

  /**
   * Opens a device.
   *
   * @param options the device's ordinal; host threads are not used
   * @return the open backend; the caller closes it
   * @throws BackendException if there is no such device, or it cannot be used
   */
  @Override
  public Backend open(BackendOptions options) {
    return openDevice(options);
  }

  /** As {@link #open(BackendOptions)}, for callers who want a CUDA backend. */
  CudaBackend openDevice(BackendOptions options) {
    if (availability() instanceof Availability.Unavailable no) {
      throw new BackendException(
          "backend " + name() + " cannot be used: " + no.reason(), no.cause().orElse(null));
    }
    return open(JcudaLoader.driver(), JcudaLoader.libraries(), options.device());
  }

  /** The devices that the driver counts; 0 without a driver. */
  static int deviceCount() {
    return probe().driver().map(Driver::deviceCount).orElse(0);
  }

  /** Opens a device of a driver. */
  static CudaBackend open(Driver driver, Libraries libraries, int ordinal) {
    int count = driver.deviceCount();
    if (ordinal >= count) {
      throw new BackendException("device must lie in 0.." + (count - 1) + ", was " + ordinal);
    }
    DeviceInfo device = driver.device(ordinal);
    if (!device.isSupported()) {
      throw new BackendException(
          "device "
              + ordinal
              + " must have compute capability "
              + DeviceInfo.OLDEST_MAJOR
              + ".0 or newer, is "
              + device);
    }
    return new CudaBackend(driver, libraries, ordinal);
  }
}
