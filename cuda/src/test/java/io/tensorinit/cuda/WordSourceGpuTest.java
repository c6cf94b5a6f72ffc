package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.spi.Availability;
import io.tensorinit.spi.Backend;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Both sources of words on a real device, with NVIDIA's cuRAND; with {@code
 * -Dtensorinit.gpuElements=N} over fewer words.
 */
@Tag("gpu")
class WordSourceGpuTest extends WordSourceContract {
  @BeforeEach
  void onADevice() {
    Availability answer = new CudaBackendProvider().availability();
    assumeTrue(
        answer instanceof Availability.Available || Boolean.getBoolean("tensorinit.requireGpu"),
        () -> "no device: " + answer);
    Libraries.Presence curand = JcudaLoader.libraries().find(Library.CURAND);
    assumeTrue(curand.found(), () -> "no cuRAND: " + curand.detail());
  }

  /** Counts, as one skipped test, that the comparison did not run. */
  @Test
  void curandIsHere() {
    assertTrue(JcudaLoader.libraries().find(Library.CURAND).found());
  }

  @Override
  Backend open(WordSource source) {
    return new CudaBackend(JcudaLoader.driver(), JcudaLoader.libraries(), 0, source);
  }

  @Override
  int largest() {
    return Integer.getInteger("tensorinit.gpuElements", (1 << 24) + 5);
  }
}
