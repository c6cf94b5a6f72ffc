package io.tensorinit.cuda.launch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendException;
import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.testkit.FakeCurand;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.Destination;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** Both sources of words in the interpreter, and how one is chosen. */
class WordSourceTest extends WordSourceContract {
  private final PtxDriver driver = new PtxDriver(1);
  private final FakeCurand.Libraries libraries = new FakeCurand.Libraries(driver);

  @Override
  Backend open(WordSource source) {
    return CudaBackends.on(driver, libraries, source);
  }

  @Override
  int largest() {
    return 1023;
  }

  private static Fill fill(DType dtype) {
    return new Fill(new NormalFill(0, 1), Shape.of(4, 3), dtype, Key.raw(1), Region.whole());
  }

  private void filled(Backend backend, DType dtype) {
    float[] values = new float[12];
    backend.fill(fill(dtype), Destination.of(values));
  }

  @Test
  void curandIsAskedOncePerSequence() {
    try (Backend backend = open(WordSource.CURAND)) {
      filled(backend, DType.F32);
      assertEquals(1, libraries.calls());
      backend.fill(fill(DType.F64), Destination.of(new double[12]));
      assertEquals(3, libraries.calls());
    }
    try (Backend backend = open(WordSource.FUSED)) {
      filled(backend, DType.F32);
    }
    assertEquals(3, libraries.calls());
    assertEquals(0, driver.open());
  }

  @Test
  void cellsMayLieAnywhere() {
    float[] rows = new float[12];
    byte[] columns = new byte[12 * Float.BYTES];
    try (CudaBackend backend = (CudaBackend) open(WordSource.CURAND)) {
      backend.fill(fill(DType.F32), Destination.of(rows));
      long before = libraries.calls();
      backend.fill(fill(DType.F32), DeviceDestination.at(driver.allocate(columns)).strided(1, 4));
      assertEquals(before + 1, libraries.calls());
    }
    float[] transposed = new float[12];
    ByteBuffer.wrap(columns).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(transposed);
    float[] expected = new float[12];
    for (int i = 0; i < 12; i++) {
      expected[i % 3 * 4 + i / 3] = rows[i];
    }
    assertArrayEquals(expected, transposed);
  }

  @Test
  void curandMustBeThereWhereItIsAskedFor() {
    BackendException refused =
        assertThrows(
            BackendException.class,
            () -> CudaBackends.on(driver, new NoLibraries(), WordSource.CURAND));
    assertEquals(
        "system property tensorinit.cuda.words must be fused where cuRAND cannot be used:"
            + " libcurand.so.10 not found",
        refused.getMessage());
    assertEquals(0, driver.open());
  }

  @Test
  void thePropertyChooses() {
    assertEquals(WordSource.FUSED, WordSource.configured());
    System.setProperty(WordSource.PROPERTY, "curand");
    try {
      assertEquals(WordSource.CURAND, WordSource.configured());
      System.setProperty(WordSource.PROPERTY, "fast");
      assertEquals(
          "system property tensorinit.cuda.words must be fused or curand, was fast",
          assertThrows(IllegalArgumentException.class, WordSource::configured).getMessage());
    } finally {
      System.clearProperty(WordSource.PROPERTY);
    }
  }
}
