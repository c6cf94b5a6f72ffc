package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Haar distributed matrices with orthonormal columns, or rows where they are wide, times {@code
 * gain}: W'W = gain^2 I or WW' = gain^2 I. Every entry has mean 0 and root mean square {@code gain
 * / sqrt(max(rows, columns))}. In a complex tensor they are unitary.
 *
 * <p>A tensor of more than two axes is seen as a matrix: one axis makes the columns (or the rows),
 * all others but the batch axes make the rows (columns). Batch axes, these and the layout's, count
 * independent matrices. Cost about 4 m n^2 operations for m rows and n columns, m >= n; a copy of
 * the matrix in scratch memory.
 *
 * <p>Sources: A. M. Saxe, J. L. McClelland, S. Ganguli (2014), Exact solutions to the nonlinear
 * dynamics of learning in deep linear neural networks; G. W. Stewart (1980), The efficient
 * generation of random orthogonal matrices with an application to condition estimators.
 *
 * @param gain the factor, finite in float32; a negative one mirrors
 * @param side whether {@code axis} makes the columns or the rows
 * @param axis that axis, negative ones counted from the end
 * @param batchAxes axes that count matrices, beside those of the layout
 * @param method how a matrix is formed
 */
@CheckReturnValue
public record Orthogonal(
    double gain, Side side, int axis, List<Integer> batchAxes, OrthogonalFill.Method method)
    implements Initializer {
  /** What the one axis of an orthogonal tensor makes. */
  public enum Side {
    /** The columns; the other axes make the rows (Keras, JAX, Lux: the last axis). */
    COLUMNS,
    /** The rows; the other axes make the columns (PyTorch, MXNet: the first axis). */
    ROWS
  }

  /**
   * Checks the gain.
   *
   * @throws IllegalArgumentException if it is not finite in float32
   */
  public Orthogonal {
    batchAxes = List.copyOf(batchAxes);
    Require.finite("gain", (float) gain);
  }

  /**
   * The last axis makes the columns, as in Keras, JAX and Lux.
   *
   * @param gain the factor
   * @throws IllegalArgumentException if it is not finite in float32
   */
  public Orthogonal(double gain) {
    this(gain, Side.COLUMNS, -1, List.of(), OrthogonalFill.Method.STEWART);
  }

  /**
   * This with one axis making the columns.
   *
   * @param columnAxis the axis, negative ones counted from the end
   * @return the initializer
   */
  public Orthogonal withColumnAxis(int columnAxis) {
    return new Orthogonal(gain, Side.COLUMNS, columnAxis, batchAxes, method);
  }

  /**
   * This with one axis making the rows.
   *
   * @param rowAxis the axis, negative ones counted from the end
   * @return the initializer
   */
  public Orthogonal withRowAxis(int rowAxis) {
    return new Orthogonal(gain, Side.ROWS, rowAxis, batchAxes, method);
  }

  /**
   * This with axes that count independent matrices.
   *
   * @param axes the axes, negative ones counted from the end
   * @return the initializer
   */
  public Orthogonal withBatchAxes(List<Integer> axes) {
    return new Orthogonal(gain, side, axis, axes, method);
  }

  /**
   * This with another way of forming the matrices; they are others of the same distribution.
   *
   * @param newMethod the method
   * @return the initializer
   */
  public Orthogonal withMethod(OrthogonalFill.Method newMethod) {
    return new Orthogonal(gain, side, axis, batchAxes, newMethod);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    Require.rank("orthogonal", shape, 2, Integer.MAX_VALUE);
    List<Integer> batch = new ArrayList<>();
    List.of(batchAxes, layout.batchAxes())
        .forEach(axes -> axes.forEach(a -> add(batch, shape.axis(a))));
    List<Integer> one = List.of(shape.axis(axis));
    List<Integer> others = new ArrayList<>();
    for (int other = 0; other < shape.rank(); other++) {
      if (!one.contains(other) && !batch.contains(other)) {
        others.add(other);
      }
    }
    if (batch.containsAll(one) || others.isEmpty()) {
      throw new IllegalArgumentException(
          "orthogonal: rank must be at least 2 without the batch axes "
              + batch
              + ", one axis for the "
              + side
              + " ("
              + axis
              + ") and one more, was shape "
              + shape);
    }
    MatrixView view =
        side == Side.COLUMNS
            ? new MatrixView(others, one, batch)
            : new MatrixView(one, others, batch);
    return new OrthogonalFill(view, gain, method);
  }

  private static void add(List<Integer> axes, int axis) {
    if (!axes.contains(axis)) {
      axes.add(axis);
    }
  }
}
