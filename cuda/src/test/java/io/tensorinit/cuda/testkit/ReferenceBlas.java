package io.tensorinit.cuda.testkit;

import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.MatrixType;

/** dgmm on the interpreter's memory. */
final class ReferenceBlas implements BlasLibrary {
  private static final long HANDLE = 0xb1a5;

  private final PtxDriver driver;

  ReferenceBlas(PtxDriver driver) {
    this.driver = driver;
  }

  @Override
  public long create() {
    driver.opens("cublasCreate");
    return HANDLE;
  }

  @Override
  public void destroy(long handle) {
    requireHandle(handle);
    driver.closes("cublasDestroy");
  }

  private static void requireHandle(long handle) {
    if (handle != HANDLE) {
      throw new IllegalArgumentException("not a handle of cuBLAS: " + handle);
    }
  }

  @Override
  public void scaleColumns(
      long handle, long stream, MatrixType type, int rows, int columns, long a, long x, long c) {
    requireHandle(handle);
    driver.libraryCall("cublasDdgmm", stream);
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException("no matrix: " + rows + " x " + columns);
    }
    HeapMatrix from = HeapMatrix.read(driver, type, rows, columns, a);
    HeapMatrix factors = HeapMatrix.read(driver, type, columns, 1, x);
    HeapMatrix to = HeapMatrix.written(driver, type, rows, columns, c);
    for (int column = 0; column < columns; column++) {
      double re = factors.re(column, 0);
      double im = factors.im(column, 0);
      for (int row = 0; row < rows; row++) {
        double x1 = from.re(row, column);
        double x2 = from.im(row, column);
        to.set(row, column, x1 * re - x2 * im, x1 * im + x2 * re);
      }
    }
  }
}
