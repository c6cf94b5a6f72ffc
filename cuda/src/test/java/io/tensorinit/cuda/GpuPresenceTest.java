package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Counts, as one skipped test, that {@link CudaBackendGpuTest} did not run for want of a device; a
 * failure instead with {@code -Dtensorinit.requireGpu=true}.
 */
@Tag("gpu")
class GpuPresenceTest {
  @Test
  void aDeviceIsHere() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "the contract did not run on a device: " + answer);
    assertInstanceOf(Availability.Available.class, answer);
  }
}
