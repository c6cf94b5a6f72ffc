package io.tensorinit.cpu;

import io.tensorinit.backend.Availability;
import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.BackendProvider;
import java.util.Optional;

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
    try {
      return new Availability.Available(
          CpuBackend.device(Runtime.getRuntime().availableProcessors()));
    } catch (IllegalArgumentException e) {
      return new Availability.Unavailable(String.valueOf(e.getMessage()), Optional.of(e), false);
    }
  }

  @Override
  public Backend open(BackendOptions options) {
    return new CpuBackend(options);
  }
}
