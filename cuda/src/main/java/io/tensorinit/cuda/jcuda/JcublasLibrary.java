package io.tensorinit.cuda.jcuda;

import io.tensorinit.cuda.driver.BlasLibrary;
import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.cuda.driver.Versioned;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import jcuda.Pointer;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasHandle;
import jcuda.jcublas.cublasSideMode;
import jcuda.jcublas.cublasStatus;
import jcuda.runtime.cudaStream_t;

/** cuBLAS of this machine. */
public final class JcublasLibrary implements BlasLibrary, Versioned {
  /** cublas?dgmm of one type. */
  private interface Dgmm {
    int call(
        cublasHandle handle,
        int side,
        int rows,
        int columns,
        Pointer a,
        int aLeading,
        Pointer x,
        int xStep,
        Pointer c,
        int cLeading);
  }

  private record Named(String name, Dgmm function) {}

  private static final Map<MatrixType, Named> DGMM =
      new EnumMap<>(
          Map.of(
              MatrixType.F32, new Named("cublasSdgmm", JCublas2::cublasSdgmm),
              MatrixType.F64, new Named("cublasDdgmm", JCublas2::cublasDdgmm),
              MatrixType.C64, new Named("cublasCdgmm", JCublas2::cublasCdgmm),
              MatrixType.C128, new Named("cublasZdgmm", JCublas2::cublasZdgmm)));

  /**
   * Loads JCublas2's native library, and cuBLAS with it.
   *
   * @param library the native library, an absolute path
   * @throws UnsatisfiedLinkError if the file, or a library it needs, cannot be loaded
   */
  public JcublasLibrary(String library) {
    System.load(library);
  }

  private static void check(int status, String call, String what) {
    if (status != cublasStatus.CUBLAS_STATUS_SUCCESS) {
      throw new CudaException(call, status, cublasStatus.stringFor(status), what);
    }
  }

  private static Pointer pointer(long address) {
    return Handles.with(new Pointer(), address);
  }

  @Override
  public String version() {
    return JcudaNatives.version(
        "cublasGetProperty", JCublas2::cublasGetProperty, cublasStatus::stringFor);
  }

  @Override
  public long create() {
    cublasHandle handle = new cublasHandle();
    check(CaptureMode.relaxed(() -> JCublas2.cublasCreate(handle)), "cublasCreate", "");
    return Handles.of(handle);
  }

  @Override
  public void destroy(long handle) {
    check(
        CaptureMode.relaxed(() -> JCublas2.cublasDestroy(Handles.with(new cublasHandle(), handle))),
        "cublasDestroy",
        "");
  }

  @Override
  public void scaleColumns(
      long handle, long stream, MatrixType type, int rows, int columns, long a, long x, long c) {
    cublasHandle blas = Handles.with(new cublasHandle(), handle);
    String what = rows + " x " + columns;
    check(
        CaptureMode.relaxed(
            () -> JCublas2.cublasSetStream(blas, Handles.with(new cudaStream_t(), stream))),
        "cublasSetStream",
        what);
    Named dgmm = Objects.requireNonNull(DGMM.get(type), "every type has its function");
    check(
        CaptureMode.relaxed(
            () ->
                dgmm.function.call(
                    blas,
                    cublasSideMode.CUBLAS_SIDE_RIGHT,
                    rows,
                    columns,
                    pointer(a),
                    rows,
                    pointer(x),
                    1,
                    pointer(c),
                    rows)),
        dgmm.name,
        what);
  }
}
