package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.SolverLibrary;

/**
 * The libraries that orthogonal matrices may be formed with, in one context.
 *
 * @param solver cuSOLVER
 * @param blas cuBLAS
 */
record MatrixLibraries(LibraryHandle<SolverLibrary> solver, LibraryHandle<BlasLibrary> blas)
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
            BlasLibrary::destroy));
  }

  @Override
  public void close() {
    try {
      solver.close();
    } finally {
      blas.close();
    }
  }
}
