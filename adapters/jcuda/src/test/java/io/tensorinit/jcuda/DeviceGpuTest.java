package io.tensorinit.jcuda;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.backend.Availability;
import io.tensorinit.cuda.CudaBackendProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * JCuda's memory on a real device. Skipped where there is none; a failure instead with {@code
 * -Dtensorinit.requireGpu=true}.
 */
@Tag("gpu")
class DeviceGpuTest {
  @Test
  void jcudasMemoryIsFilledInTheOrderOfItsStream() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
    DeviceProgram.run();
  }
}
