package io.tensorinit.cuda;

import io.tensorinit.backend.Availability;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Keeps the first device's primary context through a class whose tests each open and close a
 * backend, where there is a device: otherwise every close destroys it, under whatever libraries the
 * Java machine has loaded, and every open makes it anew.
 */
public final class HeldContext implements BeforeAllCallback, AfterAllCallback {
  private CudaBackend backend;

  @Override
  public void beforeAll(ExtensionContext context) {
    if (new CudaBackendProvider().availability() instanceof Availability.Available) {
      backend = CudaBackend.open(0);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (backend != null) {
      backend.close();
    }
  }
}
