package io.tensorinit.cuda.library;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Component;
import io.tensorinit.cuda.driver.DeviceInfo;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the CUDA backend finds on a machine: the driver, its devices, and each library. */
public final class CudaComponents {
  private static final int GIB_BITS = 30;

  private CudaComponents() {}

  /**
   * Looks for everything. Without a driver nothing beyond it is looked for.
   *
   * @param probe what is known of the machine
   * @param libraries NVIDIA's libraries
   * @return a line each
   */
  public static List<Component> of(CudaProbe probe, Libraries libraries) {
    Optional<Driver> driver = probe.driver();
    if (driver.isEmpty()) {
      String reason = probe.ask() instanceof Availability.Unavailable no ? no.reason() : "";
      return List.of(new Component("driver", false, reason));
    }
    List<Component> found = new ArrayList<>();
    try {
      addDevices(driver.get(), found);
    } catch (BackendException e) {
      found.add(new Component("devices", false, e.getMessage()));
    }
    for (Library library : Library.values()) {
      Libraries.Presence presence = libraries.find(library);
      found.add(new Component(library.title(), presence.found(), presence.detail()));
    }
    return found;
  }

  private static void addDevices(Driver driver, List<Component> found) {
    found.add(new Component("driver", true, "knows CUDA " + CudaProbe.dotted(driver.version())));
    int count = driver.deviceCount();
    for (int ordinal = 0; ordinal < count; ordinal++) {
      DeviceInfo device = driver.device(ordinal);
      String detail =
          device
              + ", "
              + (device.memoryBytes() >> GIB_BITS)
              + " GiB"
              + (device.isSupported()
                  ? ""
                  : "; compute capability " + DeviceInfo.OLDEST_MAJOR + ".0 or newer is needed");
      found.add(new Component("device " + ordinal, device.isSupported(), detail));
    }
  }
}
