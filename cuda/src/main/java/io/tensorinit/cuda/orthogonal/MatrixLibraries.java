package io.tensorinit.cuda.orthogonal;

import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.Cleanup;
import io.tensorinit.cuda.driver.Driver;
import io.tensorinit.cuda.driver.Libraries;
import io.tensorinit.cuda.driver.Library;
import io.tensorinit.cuda.driver.SolverLibrary;
import io.tensorinit.cuda.library.LibraryHandle;
import java.util.List;

/**
 * The libraries that orthogonal matrices may be formed with, in one context, and what the work that
 * they were given says of itself. Safe for use by several threads, the context being current to
 * each.
 */
public final class MatrixLibraries implements AutoCloseable {
  private final LibraryHandle<SolverLibrary> solver;
  private final LibraryHandle<BlasLibrary> blas;
  private final PendingStatus statuses;

  /**
   * Handles that are made when first used.
   *
   * @param driver the driver
   * @param libraries where the libraries are found
   */
  public MatrixLibraries(Driver driver, Libraries libraries) {
    this.solver =
        new LibraryHandle<>(
            driver,
            libraries,
            Library.CUSOLVER,
            Libraries::solver,
            SolverLibrary::create,
            SolverLibrary::destroy);
    this.blas =
        new LibraryHandle<>(
            driver,
            libraries,
            Library.CUBLAS,
            Libraries::blas,
            BlasLibrary::create,
            BlasLibrary::destroy);
    this.statuses = new PendingStatus(driver);
  }

  /** cuSOLVER. */
  LibraryHandle<SolverLibrary> solver() {
    return solver;
  }

  /** cuBLAS. */
  LibraryHandle<BlasLibrary> blas() {
    return blas;
  }

  /** What calls of cuSOLVER left behind. */
  PendingStatus statuses() {
    return statuses;
  }

  /**
   * Reads the statuses that have arrived. Asks the driver nothing.
   *
   * @throws io.tensorinit.backend.BackendException if work failed and no exception has told of it
   *     yet
   */
  public void requireNoFailure() {
    statuses.check();
  }

  /** Gives everything back, whatever fails. The context has passed all work. */
  @Override
  public void close() {
    Cleanup.runAll(List.of(statuses::close, solver::close, blas::close));
  }
}
