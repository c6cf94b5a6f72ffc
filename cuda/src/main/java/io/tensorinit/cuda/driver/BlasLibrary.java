package io.tensorinit.cuda.driver;

/**
 * The calls of cuBLAS that the backend needs. Every method throws {@link CudaException} where the
 * library reports a failure. A handle belongs to the context that was current when it was made and
 * serves one thread at a time.
 */
public interface BlasLibrary {
  /**
   * Makes a handle (cublasCreate).
   *
   * @return the handle
   */
  long create();

  /**
   * Gives a handle back (cublasDestroy).
   *
   * @param handle the handle
   */
  void destroy(long handle);

  /**
   * C = A diag(x), column-major, without gaps (cublasSetStream, cublas?dgmm on the right).
   *
   * @param handle the handle
   * @param stream the stream
   * @param type the type of A, x and C
   * @param rows the rows of A and C
   * @param columns the columns of A and C, and how many x has
   * @param a the address of A
   * @param x the address of x
   * @param c the address of C, which may be A
   */
  void scaleColumns(
      long handle, long stream, MatrixType type, int rows, int columns, long a, long x, long c);
}
