package io.tensorinit.cuda.jcuda;

import io.tensorinit.cuda.driver.CudaException;
import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.cuda.driver.SolverLibrary;
import io.tensorinit.cuda.driver.Versioned;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import jcuda.Pointer;
import jcuda.jcusolver.JCusolver;
import jcuda.jcusolver.JCusolverDn;
import jcuda.jcusolver.cusolverDnHandle;
import jcuda.jcusolver.cusolverStatus;
import jcuda.runtime.cudaStream_t;

/** cuSOLVER of this machine. */
public final class JcusolverLibrary implements SolverLibrary, Versioned {
  /** cusolverDn?geqrf_bufferSize of one type. */
  private interface FactorizeWorkspace {
    int call(cusolverDnHandle handle, int m, int n, Pointer a, int leading, int[] elements);
  }

  /** cusolverDn?geqrf of one type. */
  private interface Factorize {
    int call(
        cusolverDnHandle handle,
        int m,
        int n,
        Pointer a,
        int leading,
        Pointer tau,
        Pointer workspace,
        int elements,
        Pointer status);
  }

  /** cusolverDn?orgqr_bufferSize, or ungqr's, of one type. */
  private interface FormWorkspace {
    int call(
        cusolverDnHandle handle,
        int m,
        int n,
        int k,
        Pointer a,
        int leading,
        Pointer tau,
        int[] elements);
  }

  /** cusolverDn?orgqr, or ungqr, of one type. */
  private interface FormQ {
    int call(
        cusolverDnHandle handle,
        int m,
        int n,
        int k,
        Pointer a,
        int leading,
        Pointer tau,
        Pointer workspace,
        int elements,
        Pointer status);
  }

  /** The calls of one type, with the names of the two that the others are named after. */
  private record Calls(
      String geqrf,
      FactorizeWorkspace factorizeWorkspace,
      Factorize factorize,
      String orgqr,
      FormWorkspace formWorkspace,
      FormQ formQ) {}

  private static final Map<MatrixType, Calls> CALLS =
      new EnumMap<>(
          Map.of(
              MatrixType.F32,
              new Calls(
                  "cusolverDnSgeqrf",
                  JCusolverDn::cusolverDnSgeqrf_bufferSize,
                  JCusolverDn::cusolverDnSgeqrf,
                  "cusolverDnSorgqr",
                  JCusolverDn::cusolverDnSorgqr_bufferSize,
                  JCusolverDn::cusolverDnSorgqr),
              MatrixType.F64,
              new Calls(
                  "cusolverDnDgeqrf",
                  JCusolverDn::cusolverDnDgeqrf_bufferSize,
                  JCusolverDn::cusolverDnDgeqrf,
                  "cusolverDnDorgqr",
                  JCusolverDn::cusolverDnDorgqr_bufferSize,
                  JCusolverDn::cusolverDnDorgqr),
              MatrixType.C64,
              new Calls(
                  "cusolverDnCgeqrf",
                  JCusolverDn::cusolverDnCgeqrf_bufferSize,
                  JCusolverDn::cusolverDnCgeqrf,
                  "cusolverDnCungqr",
                  JCusolverDn::cusolverDnCungqr_bufferSize,
                  JCusolverDn::cusolverDnCungqr),
              MatrixType.C128,
              new Calls(
                  "cusolverDnZgeqrf",
                  JCusolverDn::cusolverDnZgeqrf_bufferSize,
                  JCusolverDn::cusolverDnZgeqrf,
                  "cusolverDnZungqr",
                  JCusolverDn::cusolverDnZungqr_bufferSize,
                  JCusolverDn::cusolverDnZungqr)));

  /**
   * Loads JCusolver's native library, and cuSOLVER with it.
   *
   * @param library the native library, an absolute path
   * @throws UnsatisfiedLinkError if the file, or a library it needs, cannot be loaded
   */
  public JcusolverLibrary(String library) {
    System.load(library);
  }

  private static void check(int status, String call, String what) {
    if (status != cusolverStatus.CUSOLVER_STATUS_SUCCESS) {
      throw new CudaException(call, status, cusolverStatus.stringFor(status), what);
    }
  }

  private static Calls calls(MatrixType type) {
    return Objects.requireNonNull(CALLS.get(type), "every type has its calls");
  }

  private static cusolverDnHandle handle(long handle) {
    return Handles.with(new cusolverDnHandle(), handle);
  }

  private static cusolverDnHandle handle(long handle, long stream, String what) {
    cusolverDnHandle solver = handle(handle);
    check(
        CaptureMode.relaxed(
            () ->
                JCusolverDn.cusolverDnSetStream(solver, Handles.with(new cudaStream_t(), stream))),
        "cusolverDnSetStream",
        what);
    return solver;
  }

  private static Pointer pointer(long address) {
    return Handles.with(new Pointer(), address);
  }

  private static String size(int m, int n) {
    return m + " x " + n;
  }

  @Override
  public String version() {
    return JcudaNatives.version(
        "cusolverGetProperty", JCusolver::cusolverGetProperty, cusolverStatus::stringFor);
  }

  @Override
  public long create() {
    cusolverDnHandle handle = new cusolverDnHandle();
    check(CaptureMode.relaxed(() -> JCusolverDn.cusolverDnCreate(handle)), "cusolverDnCreate", "");
    return Handles.of(handle);
  }

  @Override
  public void destroy(long handle) {
    check(
        CaptureMode.relaxed(() -> JCusolverDn.cusolverDnDestroy(handle(handle))),
        "cusolverDnDestroy",
        "");
  }

  @Override
  public int factorizeWorkspace(long handle, MatrixType type, int m, int n, long a) {
    Calls calls = calls(type);
    int[] elements = new int[1];
    check(
        CaptureMode.relaxed(
            () -> calls.factorizeWorkspace.call(handle(handle), m, n, pointer(a), m, elements)),
        calls.geqrf + "_bufferSize",
        size(m, n));
    return elements[0];
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
      long status) {
    Calls calls = calls(type);
    cusolverDnHandle solver = handle(handle, stream, size(m, n));
    check(
        CaptureMode.relaxed(
            () ->
                calls.factorize.call(
                    solver,
                    m,
                    n,
                    pointer(a),
                    m,
                    pointer(tau),
                    pointer(workspace),
                    workspaceElements,
                    pointer(status))),
        calls.geqrf,
        size(m, n));
  }

  @Override
  public int formWorkspace(long handle, MatrixType type, int m, int n, long a, long tau) {
    Calls calls = calls(type);
    int[] elements = new int[1];
    check(
        CaptureMode.relaxed(
            () ->
                calls.formWorkspace.call(
                    handle(handle), m, n, n, pointer(a), m, pointer(tau), elements)),
        calls.orgqr + "_bufferSize",
        size(m, n));
    return elements[0];
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
      long status) {
    Calls calls = calls(type);
    cusolverDnHandle solver = handle(handle, stream, size(m, n));
    check(
        CaptureMode.relaxed(
            () ->
                calls.formQ.call(
                    solver,
                    m,
                    n,
                    n,
                    pointer(a),
                    m,
                    pointer(tau),
                    pointer(workspace),
                    workspaceElements,
                    pointer(status))),
        calls.orgqr,
        size(m, n));
  }
}
