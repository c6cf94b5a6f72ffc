package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.launch.WordSource;

/** Opens the backend on a driver of a test's own, for tests of the packages below it. */
public final class CudaBackends {
  private CudaBackends() {}

  /** The backend on a driver's first device. */
  public static CudaBackend on(Driver driver, Libraries libraries) {
    return new CudaBackend(driver, libraries, 0);
  }

  /** The backend on a driver's first device, with the words from a source. */
  public static CudaBackend on(Driver driver, Libraries libraries, WordSource words) {
    return new CudaBackend(driver, libraries, 0, words);
  }

  /** Does something with the primary context of a backend current. */
  public static void inContext(CudaBackend backend, Runnable work) {
    backend.inContext(work);
  }
}
