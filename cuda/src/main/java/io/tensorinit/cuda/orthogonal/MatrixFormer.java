package io.tensorinit.cuda.orthogonal;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.cuda.driver.SolverLibrary;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.memory.DevicePool;
import io.tensorinit.cuda.memory.DistributionTable;
import io.tensorinit.plan.OrthogonalFill.Method;
import io.tensorinit.random.SubStreams;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * Forms matrices of a stack in the fill's workspace. One launch a step serves all of them; cuSOLVER
 * takes one matrix after the other.
 *
 * <pre>
 *   Stewart   see {@link StewartMatrices}
 *   QR        normals; geqrf, signs of R's diagonal, orgqr (complex: ungqr) in their place
 * </pre>
 *
 * <p>Memory for QR: the matrices, a factor and a sign for each column, what cuSOLVER asks for.
 */
final class MatrixFormer {
  /** The kernels' file. */
  static final String FILE = "orthogonal";

  /** What the workspace may take, unless one matrix takes more. */
  private static final long MOST_BYTES = 1L << 30;

  private final FillScope scope;
  private final MatrixLibraries libraries;
  private final MatrixStack stack;
  private final long m;
  private final long n;
  private final MatrixType type;
  private final boolean isQr;

  /**
   * Forms matrices of a stack.
   *
   * @param scope what stays the same through the fill
   * @param libraries the libraries they may be formed with
   * @param stack the stack
   */
  MatrixFormer(FillScope scope, MatrixLibraries libraries, MatrixStack stack) {
    this.scope = scope;
    this.libraries = libraries;
    this.stack = stack;
    this.m = stack.m();
    this.n = stack.n();
    this.type = type(scope);
    this.isQr = stack.plan().method() == Method.QR;
  }

  /** The type matrices are computed in: float32 for what is narrower. */
  static MatrixType type(FillScope scope) {
    if (scope.parts() == 2) {
      return scope.inDouble() ? MatrixType.C128 : MatrixType.C64;
    }
    return scope.inDouble() ? MatrixType.F64 : MatrixType.F32;
  }

  /** Whether the integers of cuSOLVER and cuBLAS, which have 32 bits, can count all elements. */
  static boolean fitsLibrary(long m, long n) {
    return Math.max(m, n) <= Integer.MAX_VALUE && m * n <= Integer.MAX_VALUE;
  }

  /** The distance of neighbouring columns of the formed matrices, in elements. */
  long columnDistance() {
    return isQr ? m : StewartMatrices.columnDistance(m, type);
  }

  /** How many matrices are formed at once. */
  long mostAtOnce() {
    double bytesOfOne =
        isQr ? (double) m * n * type.bytes() : new StewartMatrices(m, n, 1, type).estimatedBytes();
    return Math.max(1, (long) (MOST_BYTES / bytesOfOne));
  }

  /**
   * Enqueues the work.
   *
   * @param run which matrices of the stack
   * @return where they are, once the stream has come to here
   * @throws BackendException if they take 2^63 bytes or more, or a call fails
   */
  FormedMatrices form(MatrixStack.Run run) {
    return isQr ? formByQr(run) : formByStewart(run);
  }

  private FormedMatrices formByStewart(MatrixStack.Run run) {
    StewartMatrices matrices = new StewartMatrices(m, n, run.count(), type);
    long memory;
    try {
      memory = scope.workspace().keep(matrices.bytes(), what());
    } catch (ArithmeticException e) {
      throw tooLarge(e);
    }
    withTable(
        table ->
            matrices.enqueue(
                scope, memory, normals(table), run.first() * m * n, stack.plan().gain()));
    FormedMatrices formed = new FormedMatrices(stack, run, matrices.q(memory), 0);
    formed.setScaled();
    return formed;
  }

  private FormedMatrices formByQr(MatrixStack.Run run) {
    Offsets at = offsets(run.count(), solverWorkspace());
    long memory = scope.workspace().keep(at.bytes, what());
    enqueue(run, memory, at);
    return new FormedMatrices(stack, run, memory + at.matrices, memory + at.signs);
  }

  private BackendException tooLarge(ArithmeticException e) {
    return new BackendException(what() + " takes 2^63 bytes or more of device memory", e);
  }

  private String what() {
    return String.format(Locale.ROOT, "%d x %d %s orthogonal matrices", m, n, scope.dtype());
  }

  private int solverWorkspace() {
    int rows = (int) m;
    int columns = (int) n;
    return libraries
        .solver()
        .use(
            (solver, handle) -> {
              int form = solver.formWorkspace(handle, type, rows, columns, 0, 0);
              return Math.max(form, solver.factorizeWorkspace(handle, type, rows, columns, 0));
            });
  }

  /** Where everything lies in the workspace; each at a multiple of 256 bytes. */
  private static final class Offsets {
    private long bytes;
    private long matrices;
    private long tau;
    private long signs;
    private long solver;
    private int solverElements;
    private long status;

    private long place(long size) {
      long at = bytes;
      bytes = Math.addExact(bytes, DevicePool.aligned(size));
      return at;
    }
  }

  private Offsets offsets(long count, int solverElements) {
    try {
      long columns = Math.multiplyExact(n, count);
      long columnBytes = Math.multiplyExact(columns, type.bytes());
      long matrixBytes = Math.multiplyExact(columnBytes, m);
      Offsets at = new Offsets();
      at.matrices = at.place(matrixBytes);
      at.tau = at.place(columnBytes);
      at.signs = at.place(columnBytes);
      at.solverElements = solverElements;
      at.solver = at.place((long) solverElements * type.bytes());
      at.status = at.place(2L * Integer.BYTES);
      return at;
    } catch (ArithmeticException e) {
      throw tooLarge(e);
    }
  }

  private void enqueue(MatrixStack.Run run, long memory, Offsets at) {
    long matrices = memory + at.matrices;
    long signs = memory + at.signs;
    withTable(table -> launchNormals(run, matrices, table));
    eachMatrix(run, memory, at, 0, SolverLibrary::factorize, "geqrf");
    launch("signs", n * run.count(), gain(stack(new Arguments().add(matrices), run).add(signs)));
    eachMatrix(run, memory, at, 1, SolverLibrary::formQ, "orgqr");
  }

  private void withTable(LongConsumer launch) {
    scope
        .memory()
        .tables()
        .withTable(DistributionTable.standardNormal(scope.inDouble()), scope.stream(), launch);
  }

  private void launchNormals(MatrixStack.Run run, long matrices, long table) {
    Arguments arguments = stack(new Arguments().add(matrices), run).add(normals(table));
    launch("normals", m * n * run.count(), arguments.add(run.first() * m * n));
  }

  /** Struct Normals of the kernels. */
  private Arguments normals(long table) {
    long low = scope.inDouble() ? SubStreams.low(stack.key()).value() : 0;
    return new Arguments()
        .argument(Long.BYTES)
        .member(table)
        .member(stack.key().value())
        .member(low);
  }

  private Arguments stack(Arguments arguments, MatrixStack.Run run) {
    return arguments.argument(Long.BYTES).member(m).member(n).member(run.count());
  }

  private Arguments gain(Arguments arguments) {
    return arguments.add(stack.plan().gain(), scope.inDouble());
  }

  /** A call of cuSOLVER for one matrix: geqrf or orgqr, which take the same arguments. */
  @FunctionalInterface
  private interface SolverCall {
    void run(
        SolverLibrary solver,
        long handle,
        long stream,
        MatrixType type,
        int rows,
        int columns,
        long matrix,
        long tau,
        long workspace,
        int workspaceElements,
        long status);
  }

  /**
   * Calls cuSOLVER for each matrix. The statuses can differ from 0 only for an argument, and all
   * but the addresses are the same for each matrix: they share one word.
   */
  private void eachMatrix(
      MatrixStack.Run run, long memory, Offsets at, int word, SolverCall call, String name) {
    if (scope.rehearsed()) {
      return;
    }
    long status = memory + at.status + (long) word * Integer.BYTES;
    libraries
        .solver()
        .enqueue(
            scope.stream(),
            (solver, handle) -> {
              for (long b = 0; b < run.count(); b++) {
                call.run(
                    solver,
                    handle,
                    scope.stream(),
                    type,
                    (int) m,
                    (int) n,
                    memory + at.matrices + b * m * n * type.bytes(),
                    memory + at.tau + b * n * type.bytes(),
                    memory + at.solver,
                    at.solverElements,
                    status);
              }
            });
    libraries.statuses().add(status, scope.stream(), name + " for " + what());
  }

  private void launch(String step, long work, Arguments arguments) {
    scope.kernels().launch(FILE, kernel(step), work, scope.stream(), arguments);
  }

  private String kernel(String step) {
    return "orthogonal_" + step + "_" + type.name().toLowerCase(Locale.ROOT);
  }
}
