package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.testkit.NamedSample;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every name that {@code list} prints, with every word its parameters offer, in every dtype it
 * takes: filled on the device's kernels, which are interpreted, with the bits of the CPU.
 */
class NamedFillsTest {
  private static final Key KEY = Key.raw(1);

  private static byte[] fill(Backend backend, NamedSample sample, DType dtype) {
    byte[] bytes = new byte[(int) sample.shape().elementCount() * dtype.bytes()];
    backend.fill(
        new Fill(sample.plan(), sample.shape(), dtype, KEY, Region.whole()),
        Destination.littleEndian(ByteBuffer.wrap(bytes)));
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void hasTheBitsOfTheCpu(DType dtype) {
    int filled = 0;
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT);
        Backend cuda = new CudaBackend(new PtxDriver(1), new NoLibraries(), 0)) {
      for (NamedSample sample : NamedSample.all()) {
        if (sample.takes(dtype) && !sample.plan().contains(OrthogonalFill.class::isInstance)) {
          assertArrayEquals(
              fill(cpu, sample, dtype),
              fill(cuda, sample, dtype),
              () -> sample.name() + " " + sample.config());
          filled++;
        }
      }
    }
    assertTrue(filled > 150, filled + " were filled");
  }
}
