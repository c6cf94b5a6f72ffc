package io.tensorinit.cuda;

import io.tensorinit.backend.Backend;
import io.tensorinit.cuda.orthogonal.OrthogonalTest;
import io.tensorinit.cuda.testkit.FakeLibraries;
import io.tensorinit.cuda.testkit.PtxDriver;
import io.tensorinit.testkit.BackendContract;

/**
 * The backend keeps the contract, its shipped PTX interpreted, at sizes that the interpreter can
 * do. Orthogonal matrices, which each part forms anew, have {@link OrthogonalTest}.
 */
class CudaBackendContractTest extends BackendContract {
  @Override
  protected Backend open() {
    PtxDriver driver = new PtxDriver(1);
    driver.grid(3, 16);
    return new CudaBackend(driver, FakeLibraries.of(driver), 0);
  }

  @Override
  protected int columns() {
    return 13;
  }

  @Override
  protected int largestBlock() {
    return 1 << 10;
  }

  @Override
  protected boolean orthogonalInParts() {
    return false;
  }
}
