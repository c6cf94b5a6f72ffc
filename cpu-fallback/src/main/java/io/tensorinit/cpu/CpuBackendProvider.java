package io.tensorinit.cpu;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.BackendProvider;

/** Provides the pure-Java backend, which is available everywhere and ranks last. */
public final class CpuBackendProvider implements BackendProvider {
  /** For {@link java.util.ServiceLoader}. */
  public CpuBackendProvider() {}

  @Override
  public String name() {
    return CpuBackend.NAME;
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Availability availability() {
    return new Availability.Available(
        CpuBackend.device(Runtime.getRuntime().availableProcessors()));
  }

  @Override
  public Backend open(BackendOptions options) {
    return new CpuBackend(options);
  }
}
