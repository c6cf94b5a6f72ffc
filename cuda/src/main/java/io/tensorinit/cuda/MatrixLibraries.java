package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.SolverLibrary;
import java.util.List;

/**
 * The libraries that orthogonal matrices may be formed with, in one context, and what they leave
 * behind. Safe for use by several threads, the context being current to each.
 *
 * @param solver cuSOLVER
 * @param blas cuBLAS
 * @param statuses what the work that they were given says of itself
 */
record MatrixLibraries(
    LibraryHandle<SolverLibrary> solver, LibraryHandle<BlasLibrary> blas, PendingStatus statuses)
    implements AutoCloseable {
  /**
   * Handles that are made when first used.
   *
   * @param driver the driver
   * @param libraries where the libraries are found
   */
  static MatrixLibraries of(Driver driver, Libraries libraries) {
    return new MatrixLibraries(
        new LibraryHandle<>(
            driver,
            libraries,
            Library.CUSOLVER,
            Libraries::solver,
            SolverLibrary::create,
            SolverLibrary::destroy),
        new LibraryHandle<>(
            driver,
            libraries,
            Library.CUBLAS,
            Libraries::blas,
            BlasLibrary::create,
            BlasLibrary::destroy),
        new PendingStatus(driver));
  }

  /**
   * Reads the statuses that have arrived. Asks the driver nothing.
   *
   * @throws io.tensorinit.backend.BackendException if work failed and nobody was told of it yet
   */
  void requireNoFailure() {
    statuses.check();
  }

  /** Gives everything back, whatever fails. The context has passed all work. */
  @Override
  public void close() {
    Cleanup.runAll(List.of(statuses::close, solver::close, blas::close));
  }
}
