package io.tensorinit.cpu.orthogonal;

import io.tensorinit.backend.BackendException;
import io.tensorinit.cpu.threads.TaskRunner;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.PlanCheck;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.Locale;
import java.util.Objects;

/**
 * The stack of matrices of one orthogonal fill, each computed when asked for.
 *
 * <p>A matrix of m rows and n &lt;= m columns comes from normals of the fill's key as {@link
 * OrthogonalComputation} says; a wide one is the plain transpose, without conjugate, of the n x m
 * one. Computed in float64 for F64 and C128, in float32 otherwise: sums over rows are there formed
 * in float32 by tiles, and norms, the small triangular factors and the sums of the tiles in double.
 * The bits are the same for any number of threads, any JDK and any processor, since every sum has
 * one order and only operations that IEEE 754 rounds exactly are used.
 *
 * <p>Immutable, safe for use by several threads.
 */
public final class OrthogonalMatrices {
  /** Below this number of parts of elements, starting tasks costs more than it saves. */
  private static final long SERIAL_BELOW = 1 << 14;

  private static final double GIB = 1L << 30;

  /** Java arrays hold a few elements less than 2^31. */
  private static final int MAX_ROWS = Integer.MAX_VALUE - 8;

  private final OrthogonalFill plan;
  private final Key key;
  private final long batch;
  private final int tallRows;
  private final int tallColumns;
  private final boolean transposed;
  private final int parts;
  private final MatrixPrecision precision;
  private final TaskRunner runner;

  private OrthogonalMatrices(
      OrthogonalFill plan, Shape shape, Key key, DType dtype, TaskRunner runner) {
    long rows = plan.view().rows(shape);
    long columns = plan.view().columns(shape);
    this.plan = plan;
    this.key = key;
    this.batch = plan.view().batch(shape);
    this.transposed = rows < columns;
    this.tallRows = (int) Math.max(rows, columns);
    this.tallColumns = (int) Math.min(rows, columns);
    this.parts = dtype.partCount();
    this.precision = precision(dtype);
    this.runner = (double) rows * columns * parts < SERIAL_BELOW ? TaskRunner.SERIAL : runner;
  }

  /**
   * The matrices of a fill. Nothing is computed yet.
   *
   * @param plan what to compute
   * @param shape the whole tensor's shape
   * @param key the key the normals are drawn from
   * @param dtype the type of the tensor's elements: says whether they are complex and in which
   *     precision they are computed
   * @param runner runs the parts of the computation of a matrix; no value depends on it
   * @return the stack
   * @throws IllegalArgumentException if the view's axes are not all axes of the shape, each once
   * @throws BackendException if a matrix cannot be computed in the JVM's heap
   */
  public static OrthogonalMatrices of(
      OrthogonalFill plan, Shape shape, Key key, DType dtype, TaskRunner runner) {
    PlanCheck.require(plan, shape);
    requireHeap(
        plan.view().rows(shape),
        plan.view().columns(shape),
        dtype,
        Runtime.getRuntime().maxMemory());
    return new OrthogonalMatrices(plan, shape, key, dtype, runner);
  }

  /**
   * Refuses a matrix that does not fit.
   *
   * @param rows its rows
   * @param columns its columns
   * @param dtype the type of its elements
   * @param limit the JVM's largest heap in bytes
   * @throws BackendException if it does not fit
   */
  static void requireHeap(long rows, long columns, DType dtype, long limit) {
    long longer = Math.max(rows, columns);
    long shorter = Math.min(rows, columns);
    double bytes =
        OrthogonalComputation.heapBytes(longer, shorter, dtype.partCount(), precision(dtype));
    if (bytes > limit || longer > MAX_ROWS) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "an orthogonal matrix of %d x %d %s needs %.2f GiB of Java heap while it is computed,"
                  + " the limit is %.2f GiB (java -Xmx) and %d rows or columns",
              rows,
              columns,
              dtype,
              bytes / GIB,
              limit / GIB,
              MAX_ROWS));
    }
  }

  private static MatrixPrecision precision(DType dtype) {
    return dtype.isDouble() ? MatrixPrecision.FLOAT64 : MatrixPrecision.FLOAT32;
  }

  /**
   * The number of matrices.
   *
   * @return the product of the sizes of the batch axes
   */
  public long batch() {
    return batch;
  }

  /**
   * Computes one matrix, whole.
   *
   * @param index which matrix of the stack, in {@code 0 .. batch - 1}
   * @return the matrix
   * @throws IndexOutOfBoundsException if there is no such matrix
   * @throws BackendException if the memory does not suffice
   */
  public OrthogonalMatrix matrix(long index) {
    Objects.checkIndex(index, batch);
    PanelMatrix tall = computation(index).compute(plan.method(), precision.round(plan.gain()));
    return new OrthogonalMatrix(tall, transposed);
  }

  private OrthogonalComputation computation(long index) {
    GaussianMatrix normals =
        new GaussianMatrix(key, index, tallRows, tallColumns, parts, precision);
    try {
      boolean atOnce =
          plan.method() == OrthogonalFill.Method.STEWART
              && OrthogonalComputation.isAtOnce(tallRows, tallColumns, parts);
      return new OrthogonalComputation(
          normals, tallRows, tallColumns, parts, precision, atOnce, runner);
    } catch (OutOfMemoryError e) {
      throw new BackendException(
          String.format(
              Locale.ROOT,
              "the Java heap is too full for an orthogonal matrix of %d x %d, which needs %.2f GiB"
                  + " while it is computed; raise its limit (java -Xmx)",
              transposed ? tallColumns : tallRows,
              transposed ? tallRows : tallColumns,
              OrthogonalComputation.heapBytes(tallRows, tallColumns, parts, precision) / GIB),
          e);
    }
  }
}
