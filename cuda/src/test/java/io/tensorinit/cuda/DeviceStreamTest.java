package io.tensorinit.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A stream of the backend's own: memset, waiting, and what is refused. */
class DeviceStreamTest {
  private final PtxDriver driver = new PtxDriver(1);

  @Test
  void clearSetsTheBytesItIsGiven() {
    driver.setCurrentContext(1);
    long address = driver.allocate(8, "test");
    driver.copyToDevice(address, ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 0);
    try (CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0);
        DeviceStream stream = backend.newStream()) {
      stream.clear(address, 5);
      stream.clear(address, 0);
      stream.synchronize();
    }
    ByteBuffer bytes = ByteBuffer.allocate(8);
    driver.copyToHost(bytes, address, 0);
    assertArrayEquals(new byte[] {0, 0, 0, 0, 0, 6, 7, 8}, bytes.array());
    driver.free(address);
    assertEquals(0, driver.open());
  }

  @Test
  void aClosedStreamIsRefused() {
    try (CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0)) {
      DeviceStream stream = backend.newStream();
      stream.close();
      stream.close();
      assertEquals(
          "the stream is closed",
          assertThrows(IllegalStateException.class, stream::handle).getMessage());
      assertThrows(IllegalStateException.class, stream::synchronize);
    }
    assertEquals(0, driver.open());
  }

  @Test
  void aNegativeNumberOfBytesIsRefused() {
    try (CudaBackend backend = new CudaBackend(driver, new NoLibraries(), 0);
        DeviceStream stream = backend.newStream()) {
      assertEquals(
          "bytes must be 0 or more, was -1",
          assertThrows(IllegalArgumentException.class, () -> stream.clear(16, -1)).getMessage());
    }
  }
}
