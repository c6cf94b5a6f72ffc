package io.tensorinit.cpu;

import io.tensorinit.backend.Backend;
import io.tensorinit.testkit.BackendContract;
import org.junit.jupiter.api.Nested;

/** The CPU backend keeps the contract in 1, 2 and 7 threads. */
class CpuBackendContractTest {
  @Nested
  class OneThread extends BackendContract {
    @Override
    protected Backend open() {
      return new CpuBackend(1);
    }
  }

  @Nested
  class TwoThreads extends BackendContract {
    @Override
    protected Backend open() {
      return new CpuBackend(2);
    }
  }

  @Nested
  class SevenThreads extends BackendContract {
    @Override
    protected Backend open() {
      return new CpuBackend(7);
    }
  }
}
