package io.tensorinit.cuda.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.orthogonal.MatrixFormer;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The order in which a block of threads adds, which the bits of orthogonal matrices follow: each
 * thread its rows, then the upper half of the threads to the lower one, as long as there are two.
 */
class BlockSumTest {
  private static final int ROWS = 1003;
  private static final int COLUMNS = 40;

  @Test
  void reflectorsHaveTheBitsOfThatOrder() {
    SplittableRandom random = new SplittableRandom(1);
    float[] columns = new float[ROWS * COLUMNS];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = (float) random.nextDouble(-3, 3);
    }
    PtxDriver driver = new PtxDriver(2);
    byte[] memory = new byte[columns.length * Float.BYTES];
    long address = driver.allocate(memory);
    driver.write(address, columns);
    Arguments arguments = new Arguments().add(address);
    arguments.argument(Long.BYTES).member((long) ROWS).member((long) COLUMNS).member(1L);
    arguments.add(driver.allocate(new byte[COLUMNS * Float.BYTES]));
    arguments.add(driver.allocate(new byte[COLUMNS * Float.BYTES])).add(1, false);
    try (CudaBackend gpu = CudaBackends.on(driver, new NoLibraries())) {
      CudaBackends.inContext(
          gpu,
          () ->
              new Kernels(driver, driver.device(0))
                  .launchBlocks(
                      MatrixFormer.FILE, "orthogonal_reflectors_f32", COLUMNS, 0, arguments));
    }
    float[] reflectors = new float[columns.length];
    ByteBuffer.wrap(memory).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(reflectors);
    for (int k = 0; k < COLUMNS; k++) {
      reflect(columns, k);
    }
    assertArrayEquals(columns, reflectors);
  }

  /** Column k as geqrf would have left it. */
  private static void reflect(float[] columns, int k) {
    int at = k * ROWS;
    float[] sums = new float[Kernels.THREADS];
    for (int r = k; r < ROWS; r++) {
      int thread = (r - k) % Kernels.THREADS;
      sums[thread] = sums[thread] + columns[at + r] * columns[at + r];
    }
    for (int half = Kernels.THREADS / 2; half > 0; half /= 2) {
      for (int thread = 0; thread < half; thread++) {
        sums[thread] += sums[thread + half];
      }
    }
    float norm = (float) Math.sqrt(sums[0]);
    float first = columns[at + k];
    float pivot = first + Math.signum(first) * norm;
    columns[at + k] = 1;
    for (int r = k + 1; r < ROWS; r++) {
      columns[at + r] /= pivot;
    }
  }
}
