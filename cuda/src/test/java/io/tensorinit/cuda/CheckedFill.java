package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.tensorinit.backend.Backend;
import io.tensorinit.backend.BackendOptions;
import io.tensorinit.backend.Fill;
import io.tensorinit.cpu.CpuBackendProvider;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.launch.WordSource;
import io.tensorinit.cuda.testkit.FakeCurand;
import io.tensorinit.cuda.testkit.FakeLibraries;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Elements;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills that a device of the interpreter does and the CPU repeats, bit for bit: one, or many at
 * once.
 *
 * @param machine the device
 * @param fills the fills
 */
record CheckedFill(Machine machine, List<Fill> fills) {
  /** The blocks of a launch; each takes several turns of a kernel's loop. */
  static final int BLOCKS = 2;

  /** So many that a run is cut into more tiles than there are blocks. */
  static final int MULTIPROCESSORS = 16;

  /** Devices, and what they have beside a driver. */
  enum Machine {
    VOLTA,
    /** With the kernels for newer devices, and more shared memory. */
    HOPPER,
    /** Draws words by cuRAND. */
    CURAND,
    /** With cuBLAS and cuSOLVER. */
    CUSOLVER;

    private Libraries libraries(PtxDriver driver) {
      return switch (this) {
        case VOLTA, HOPPER -> new NoLibraries();
        case CURAND -> new FakeCurand.Libraries(driver);
        case CUSOLVER -> FakeLibraries.of(driver);
      };
    }
  }

  /**
   * Does the work on a new backend, whose memory nobody has written.
   *
   * @param driver a driver with {@link #MULTIPROCESSORS}
   * @throws AssertionError if a bit differs; what a library computed is not compared
   */
  void run(PtxDriver driver) {
    driver.limitBlocks(BLOCKS);
    if (machine == Machine.HOPPER) {
      driver.newer(90, 227 << 10);
    }
    WordSource words = machine == Machine.CURAND ? WordSource.CURAND : WordSource.FUSED;
    try (Backend cpu = new CpuBackendProvider().open(BackendOptions.DEFAULT);
        CudaBackend cuda = new CudaBackend(driver, machine.libraries(driver), 0, words)) {
      List<byte[]> expected = fills.stream().map(fill -> Elements.filled(cpu, fill)).toList();
      List<byte[]> filled = new ArrayList<>();
      List<DeviceFill> onDevice = new ArrayList<>();
      for (int i = 0; i < fills.size(); i++) {
        filled.add(new byte[expected.get(i).length]);
        onDevice.add(
            new DeviceFill(fills.get(i), destination(fills.get(i), driver, filled.get(i))));
      }
      if (fills.size() == 1) {
        cuda.fill(fills.get(0), onDevice.get(0).destination());
      } else {
        try (FillBatch batch = cuda.batch(onDevice)) {
          batch.fill(0);
        }
      }
      for (int i = 0; i < fills.size() && machine != Machine.CUSOLVER; i++) {
        assertArrayEquals(
            expected.get(i), rowMajor(fills.get(i), filled.get(i)), fills.get(i)::toString);
      }
    }
  }

  /** A matrix goes column by column, so that its positions are no run. */
  private static DeviceDestination destination(Fill fill, PtxDriver driver, byte[] memory) {
    DeviceDestination to = DeviceDestination.at(driver.allocate(memory));
    Shape shape = fill.shape();
    return shape.rank() == 2 ? to.strided(1, shape.size(0)) : to;
  }

  private static byte[] rowMajor(Fill fill, byte[] bytes) {
    Shape shape = fill.shape();
    if (shape.rank() != 2) {
      return bytes;
    }
    DType dtype = fill.dtype();
    byte[] result = new byte[bytes.length];
    int rows = (int) shape.size(0);
    int columns = (int) shape.size(1);
    int size = dtype.bytes();
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        System.arraycopy(bytes, (c * rows + r) * size, result, (r * columns + c) * size, size);
      }
    }
    return result;
  }

  @Override
  public String toString() {
    Fill first = fills.get(0);
    return machine
        + " "
        + Elements.describe(first)
        + " "
        + first.plan()
        + (fills.size() == 1 ? "" : " and " + (fills.size() - 1) + " more");
  }
}
