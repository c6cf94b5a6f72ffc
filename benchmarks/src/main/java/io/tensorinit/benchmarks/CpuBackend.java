package io.tensorinit.benchmarks;

import io.tensorinit.spi.Backend;
import io.tensorinit.spi.BackendOptions;
import io.tensorinit.spi.BackendProvider;
import java.util.ServiceLoader;

/** Opens what is measured. */
final class CpuBackend {
  private CpuBackend() {}

  /**
   * Opens the CPU backend.
   *
   * @param threads the number of threads that fill, 1 or more
   * @return the backend; the caller closes it
   * @throws IllegalStateException if it is not on the class path
   */
  static Backend open(int threads) {
    return ServiceLoader.load(BackendProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.name().equals("cpu"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no CPU backend on the class path"))
        .open(new BackendOptions(threads, 0));
  }
}
