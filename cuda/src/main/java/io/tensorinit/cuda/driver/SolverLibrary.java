package io.tensorinit.cuda.driver;

/**
 * The calls of cuSOLVER that the backend needs, on column-major matrices without gaps, m x n with n
 * at most m. Every method throws {@link CudaException} where the library reports a failure. A
 * handle belongs to the context that was current when it was made and serves one thread at a time.
 * A status is a 32-bit integer in device memory: 0, or -i where argument i was refused.
 */
public interface SolverLibrary {
  /**
   * Makes a handle (cusolverDnCreate).
   *
   * @return the handle
   */
  long create();

  /**
   * Gives a handle back (cusolverDnDestroy).
   *
   * @param handle the handle
   */
  void destroy(long handle);

  /**
   * The workspace {@link #factorize} takes (cusolverDn?geqrf_bufferSize).
   *
   * @param handle the handle
   * @param type the type
   * @param m the rows
   * @param n the columns
   * @param a the matrix
   * @return how many elements of the type
   */
  int factorizeWorkspace(long handle, MatrixType type, int m, int n, long a);

  /**
   * A becomes R above its reflectors (cusolverDnSetStream, cusolverDn?geqrf).
   *
   * @param handle the handle
   * @param stream the stream
   * @param type the type
   * @param m the rows
   * @param n the columns
   * @param a the matrix
   * @param tau where the n factors of the reflectors go
   * @param workspace the workspace's address
   * @param workspaceElements its size, as {@link #factorizeWorkspace} said
   * @param status where the status goes
   */
  void factorize(
      long handle,
      long stream,
      MatrixType type,
      int m,
      int n,
      long a,
      long tau,
      long workspace,
      int workspaceElements,
      long status);

  /**
   * The workspace {@link #formQ} takes (cusolverDn?orgqr_bufferSize, complex: ungqr).
   *
   * @param handle the handle
   * @param type the type
   * @param m the rows
   * @param n the columns
   * @param a the matrix
   * @param tau the factors
   * @return how many elements of the type
   */
  int formWorkspace(long handle, MatrixType type, int m, int n, long a, long tau);

  /**
   * A's n reflectors become the first n columns of their product (cusolverDnSetStream,
   * cusolverDn?orgqr, complex: ungqr).
   *
   * @param handle the handle
   * @param stream the stream
   * @param type the type
   * @param m the rows
   * @param n the columns
   * @param a the reflectors, below the diagonal; becomes Q
   * @param tau their factors
   * @param workspace the workspace's address
   * @param workspaceElements its size, as {@link #formWorkspace} said
   * @param status where the status goes
   */
  void formQ(
      long handle,
      long stream,
      MatrixType type,
      int m,
      int n,
      long a,
      long tau,
      long workspace,
      int workspaceElements,
      long status);
}
