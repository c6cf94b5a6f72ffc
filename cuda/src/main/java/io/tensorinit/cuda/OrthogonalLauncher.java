package io.tensorinit.cuda;

import io.tensorinit.Key;
import io.tensorinit.Shape;
import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.plan.MatrixView;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.random.SubStreams;
import java.util.List;

/**
 * Orthogonal and unitary matrices by Stewart's method with kernels of our own, which need no CUDA
 * library. Column-major, m x n with n the smaller side; a wide matrix is stored transposed.
 */
final class OrthogonalLauncher {
  private static final String FILE = "orthogonal";

  private final FillLauncher.Context context;
  private final Shape shape;
  private final Key key;

  OrthogonalLauncher(FillLauncher.Context context, Shape shape, Key key) {
    this.context = context;
    this.shape = shape;
    this.key = key;
  }

  /** Forms the matrices that the box touches, one after the other, and stores their part of it. */
  void fill(OrthogonalFill plan, Piece piece, Target target) {
    MatrixView view = plan.view();
    long batches = view.batch(shape);
    for (long b = 0; b < batches; b++) {
      Piece part = ofMatrix(view, piece, b);
      if (part.count() > 0) {
        fillMatrix(plan, b, part, target);
      }
    }
  }

  /** The part of a box that lies in one matrix of the stack. */
  private Piece ofMatrix(MatrixView view, Piece piece, long batch) {
    long[] start = new long[shape.rank()];
    long[] size = shape.sizes();
    long rest = batch;
    List<Integer> axes = view.batchAxes();
    for (int i = axes.size() - 1; i >= 0; i--) {
      int axis = axes.get(i);
      start[axis] = rest % shape.size(axis);
      size[axis] = 1;
      rest /= shape.size(axis);
    }
    Piece inside = piece.inside(start, size);
    long[] whole = inside.start().clone();
    for (int axis = 0; axis < whole.length; axis++) {
      whole[axis] += start[axis];
    }
    return new Piece(whole, inside.size(), inside.cell(), inside.strides());
  }

  private void fillMatrix(OrthogonalFill plan, long batch, Piece piece, Target target) {
    MatrixView view = plan.view();
    long rows = view.rows(shape);
    long columns = view.columns(shape);
    long m = Math.max(rows, columns);
    long n = Math.min(rows, columns);
    long elementBytes = (long) context.parts() * context.computedIn().bytes();
    long matrixBytes = Math.multiplyExact(Math.multiplyExact(m, n), elementBytes);
    // v, Q, tau and the signs in one allocation, each at a multiple of 256 bytes.
    long q = aligned(matrixBytes);
    long tau = q + aligned(matrixBytes);
    long signs = tau + aligned(n * elementBytes);
    long bytes = signs + aligned(n * elementBytes);
    long base =
        context
            .workspace()
            .take(bytes, "the reflectors of a " + m + " x " + n + " orthogonal matrix");
    Matrix matrix = new Matrix(base, base + q, base + tau, base + signs, m, n);
    form(plan, batch, matrix);
    store(matrix, piece, target, elementStrides(view, rows < columns, n));
    context.workspace().giveBack();
  }

  private record Matrix(long v, long q, long tau, long signs, long m, long n) {}

  private static long aligned(long bytes) {
    return (bytes + 255) / 256 * 256;
  }

  private String type() {
    String real = context.inDouble() ? "f64" : "f32";
    String complex = context.inDouble() ? "c128" : "c64";
    return context.parts() == 2 ? complex : real;
  }

  private void form(OrthogonalFill plan, long batch, Matrix matrix) {
    long m = matrix.m;
    long n = matrix.n;
    long low = context.inDouble() ? SubStreams.low(key).value() : 0;
    Arguments normals = new Arguments().add(matrix.v).add(m).add(n);
    normals.argument(Long.BYTES).member(key.value()).member(low);
    normals.add(batch * m * n);
    launch("normals", m * n, normals);
    launchBlocks(
        "reflectors",
        n,
        new Arguments()
            .add(matrix.v)
            .add(m)
            .add(n)
            .add(matrix.tau)
            .add(matrix.signs)
            .add(plan.gain(), context.inDouble()));
    launch("identity", m * n, new Arguments().add(matrix.q).add(m).add(n));
    for (long k = n - 1; k >= 0; k--) {
      launchBlocks(
          "apply",
          n - k,
          new Arguments().add(matrix.v).add(m).add(n).add(k).add(matrix.tau).add(matrix.q));
    }
  }

  /** How far r n + c (wide: c n + r) moves along each axis of the tensor. */
  private long[] elementStrides(MatrixView view, boolean wide, long n) {
    long[] strides = new long[shape.rank()];
    addStrides(strides, view.rowAxes(), wide ? 1 : n);
    addStrides(strides, view.columnAxes(), wide ? n : 1);
    return strides;
  }

  private void addStrides(long[] strides, List<Integer> axes, long innermost) {
    long stride = innermost;
    for (int i = axes.size() - 1; i >= 0; i--) {
      strides[axes.get(i)] = stride;
      stride *= shape.size(axes.get(i));
    }
  }

  private void store(Matrix matrix, Piece piece, Target target, long[] elementStrides) {
    Piece.Walk walk = piece.walk(elementStrides, 1);
    Arguments arguments =
        new Arguments()
            .add(matrix.q)
            .add(matrix.m)
            .add(matrix.n)
            .add(matrix.signs)
            .add(target.at(walk.cell() * context.parts()));
    walk.addTo(arguments);
    String cells = target.suffix();
    if (context.parts() == 2) {
      cells =
          target.cellType().bytes() == 2 ? "c32" : target.cellType().bytes() == 4 ? "c64" : "c128";
    }
    context
        .kernels()
        .launch(FILE, "orthogonal_store_" + cells, walk.count(), context.stream(), arguments);
  }

  private void launch(String step, long work, Arguments arguments) {
    context
        .kernels()
        .launch(FILE, "orthogonal_" + step + "_" + type(), work, context.stream(), arguments);
  }

  private void launchBlocks(String step, long work, Arguments arguments) {
    context
        .kernels()
        .launchBlocks(FILE, "orthogonal_" + step + "_" + type(), work, context.stream(), arguments);
  }
}
