package io.tensorinit.cuda.testkit;

import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.cuda.driver.SolverLibrary;
import java.nio.ByteBuffer;

/**
 * geqrf and orgqr (complex: ungqr) on the interpreter's memory, column by column as LAPACK's geqr2,
 * larfg and org2r do it; E. Anderson et al. (1999), LAPACK Users' Guide, section 5.4. Computed in
 * double, stored in the matrix's type. Checks what it is given, and overwrites the whole workspace
 * so that whatever else lies there is lost.
 */
public final class ReferenceSolver implements SolverLibrary {
  private static final long HANDLE = 0x501e;
  private static final byte RUBBISH = (byte) 0xff;

  private final PtxDriver driver;
  private int status;
  private boolean knowsDevice = true;

  ReferenceSolver(PtxDriver driver) {
    this.driver = driver;
  }

  /** The status that calls leave from now on. */
  public void setStatus(int left) {
    this.status = left;
  }

  /** Makes handles impossible, as on a device that is newer than the library. */
  public void forgetDevice() {
    this.knowsDevice = false;
  }

  @Override
  public long create() {
    if (!knowsDevice) {
      throw new CudaException("cusolverDnCreate", 4, "CUSOLVER_STATUS_ARCH_MISMATCH", "");
    }
    driver.opens("cusolverDnCreate");
    return HANDLE;
  }

  @Override
  public void destroy(long handle) {
    requireHandle(handle);
    driver.closes("cusolverDnDestroy");
  }

  private static void requireHandle(long handle) {
    if (handle != HANDLE) {
      throw new IllegalArgumentException("not a handle of cuSOLVER: " + handle);
    }
  }

  @Override
  public int factorizeWorkspace(long handle, MatrixType type, int m, int n, long a) {
    requireHandle(handle);
    driver.libraryCall("cusolverDnDgeqrf_bufferSize", 0);
    return 3 * n + 1;
  }

  @Override
  public int formWorkspace(long handle, MatrixType type, int m, int n, long a, long tau) {
    requireHandle(handle);
    driver.libraryCall("cusolverDnDorgqr_bufferSize", 0);
    return n + 5;
  }

  /** Checks the arguments both calls have, and uses the workspace and the status up. */
  private void begin(
      long handle, MatrixType type, int m, int n, long workspace, int elements, long statusAt) {
    requireHandle(handle);
    if (n < 1 || n > m) {
      throw new IllegalArgumentException("n must lie in 1..m, was " + m + " x " + n);
    }
    ByteBuffer bytes = driver.written(workspace, (long) elements * type.bytes());
    while (bytes.hasRemaining()) {
      bytes.put(RUBBISH);
    }
    driver.written(statusAt, Integer.BYTES).putInt(status);
  }

  private static void requireWorkspace(int elements, int needed) {
    if (elements < needed) {
      throw new IllegalArgumentException("workspace has " + elements + " of " + needed);
    }
  }

  @Override
  public void factorize(
      long handle,
      long stream,
      MatrixType type,
      int m,
      int n,
      long a,
      long tau,
      long workspace,
      int workspaceElements,
      long statusAt) {
    driver.libraryCall("cusolverDnDgeqrf", stream);
    requireWorkspace(workspaceElements, 3 * n + 1);
    begin(handle, type, m, n, workspace, workspaceElements, statusAt);
    HeapMatrix matrix = HeapMatrix.read(driver, type, m, n, a);
    HeapMatrix factors = HeapMatrix.written(driver, type, n, 1, tau);
    for (int k = 0; k < n; k++) {
      reflect(matrix, factors, k, m);
      double re = matrix.re(k, k);
      double im = matrix.im(k, k);
      matrix.set(k, k, 1, 0);
      for (int column = k + 1; column < n; column++) {
        // H^H: tau's conjugate
        apply(matrix, k, factors.re(k, 0), -factors.im(k, 0), column, m);
      }
      matrix.set(k, k, re, im);
    }
  }

  /** larfg: H^H x = (beta, 0 ... 0), beta real. */
  private static void reflect(HeapMatrix a, HeapMatrix tau, int k, int m) {
    double re = a.re(k, k);
    double im = a.im(k, k);
    double below = 0;
    for (int row = k + 1; row < m; row++) {
      below += a.re(row, k) * a.re(row, k) + a.im(row, k) * a.im(row, k);
    }
    if (below == 0 && im == 0) {
      tau.set(k, 0, 0, 0);
      return;
    }
    double beta = -Math.copySign(Math.sqrt(re * re + im * im + below), re);
    tau.set(k, 0, (beta - re) / beta, -im / beta);
    double scale = (re - beta) * (re - beta) + im * im;
    for (int row = k + 1; row < m; row++) {
      double x = a.re(row, k);
      double y = a.im(row, k);
      a.set(row, k, (x * (re - beta) + y * im) / scale, (y * (re - beta) - x * im) / scale);
    }
    a.set(k, k, beta, 0);
  }

  /** column -= tau v (v^H column), v being column k from row k on. */
  private static void apply(HeapMatrix a, int k, double tauRe, double tauIm, int column, int m) {
    double re = 0;
    double im = 0;
    for (int row = k; row < m; row++) {
      re += a.re(row, k) * a.re(row, column) + a.im(row, k) * a.im(row, column);
      im += a.re(row, k) * a.im(row, column) - a.im(row, k) * a.re(row, column);
    }
    double factorRe = tauRe * re - tauIm * im;
    double factorIm = tauRe * im + tauIm * re;
    for (int row = k; row < m; row++) {
      a.set(
          row,
          column,
          a.re(row, column) - (a.re(row, k) * factorRe - a.im(row, k) * factorIm),
          a.im(row, column) - (a.re(row, k) * factorIm + a.im(row, k) * factorRe));
    }
  }

  @Override
  public void formQ(
      long handle,
      long stream,
      MatrixType type,
      int m,
      int n,
      long a,
      long tau,
      long workspace,
      int workspaceElements,
      long statusAt) {
    driver.libraryCall("cusolverDnDorgqr", stream);
    requireWorkspace(workspaceElements, n + 5);
    begin(handle, type, m, n, workspace, workspaceElements, statusAt);
    HeapMatrix matrix = HeapMatrix.read(driver, type, m, n, a);
    HeapMatrix factors = HeapMatrix.read(driver, type, n, 1, tau);
    for (int k = n - 1; k >= 0; k--) {
      matrix.set(k, k, 1, 0);
      for (int column = k + 1; column < n; column++) {
        matrix.set(k, column, 0, 0);
        apply(matrix, k, factors.re(k, 0), factors.im(k, 0), column, m);
      }
      double tauRe = factors.re(k, 0);
      double tauIm = factors.im(k, 0);
      for (int row = k; row < m; row++) {
        double x = matrix.re(row, k);
        double y = matrix.im(row, k);
        double unit = row == k ? 1 : 0;
        matrix.set(row, k, unit - (tauRe * x - tauIm * y), -(tauRe * y + tauIm * x));
      }
    }
  }
}
