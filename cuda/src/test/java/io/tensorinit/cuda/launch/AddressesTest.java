package io.tensorinit.cuda.launch;

import io.tensorinit.backend.Fill;
import io.tensorinit.cuda.CudaBackend;
import io.tensorinit.cuda.CudaBackends;
import io.tensorinit.cuda.testkit.NoLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.memory.DeviceDestination;
import java.util.Arrays;

/** {@link AddressesContract} in the interpreter. */
class AddressesTest extends AddressesContract {
  @Override
  byte[] filled(Fill fill, int bytes, int offset, long[] strides) {
    byte[] memory = new byte[bytes];
    Arrays.fill(memory, GUARD_BYTE);
    PtxDriver driver = new PtxDriver(1);
    driver.grid(2, 32);
    long address = driver.allocate(memory);
    try (CudaBackend cuda = CudaBackends.on(driver, new NoLibraries())) {
      cuda.fill(fill, DeviceDestination.at(address + offset).strided(strides));
    }
    return memory;
  }

  @Override
  boolean isShort() {
    return false;
  }
}
