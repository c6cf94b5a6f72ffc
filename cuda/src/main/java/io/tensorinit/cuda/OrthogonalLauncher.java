package io.tensorinit.cuda;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.tensor.DType;
import java.util.Locale;

/**
 * Stores the part of orthogonal and unitary matrices that lies in a box. The matrices it touches
 * are formed whole, all at once unless their workspace would be too large, and are kept for the
 * fill's next box.
 *
 * <p>Their columns get sign or phase and gain from cuBLAS where it is found: on the way to the
 * caller's memory where whole columns go to consecutive cells of the computed type (a wide matrix
 * in row-major order), else in place. Without cuBLAS the kernel that stores them does it.
 */
final class OrthogonalLauncher {
  private final FillLauncher.Context context;
  private final MatrixStack stack;
  private final MatrixFormer former;
  private final MatrixType type;
  private final long[] placeStrides;

  OrthogonalLauncher(FillLauncher.Context context, MatrixStack stack) {
    this.context = context;
    this.stack = stack;
    this.former = new MatrixFormer(context, stack);
    this.type = MatrixFormer.type(context);
    this.placeStrides = stack.placeStrides();
  }

  /**
   * Fills a box.
   *
   * @param piece the box and its cells, of one element or more
   * @param target where the cells are
   */
  void fill(Piece piece, Target target) {
    MatrixStack.Run run = stack.touched(piece);
    boolean others = run.count() > stack.touchedCount(piece);
    if (others || run.count() > former.mostAtOnce()) {
      for (Piece half : piece.halves(stack.axisToCut(piece))) {
        fill(half, target);
      }
      return;
    }
    store(context.formed().get(stack, run, () -> former.form(run)), piece, target);
  }

  private void store(FormedMatrices matrices, Piece piece, Target target) {
    Piece.Walk walk = piece.walk(placeStrides, 1);
    if (walk.rank() > Piece.MAX_RANK) {
      for (Piece half : piece.halves()) {
        store(matrices, half, target);
      }
      return;
    }
    boolean byBlas = fitsBlas(matrices) && context.device().matrices().blas().isUsable();
    if (byBlas && !matrices.isScaled()) {
      if (takesColumns(walk, target)) {
        long place = walk.first() - matrices.run().first() * stack.m() * stack.n();
        long to = target.at(walk.cell() * context.parts());
        scale(matrices, place / stack.m(), walk.count() / stack.m(), to);
        return;
      }
      scale(matrices, 0, stack.n() * matrices.run().count(), matrices.q());
      matrices.setScaled();
    }
    launchStore(matrices, walk, target);
  }

  private boolean fitsBlas(FormedMatrices matrices) {
    return MatrixFormer.fitsLibrary(stack.m(), stack.n() * matrices.run().count());
  }

  /** Whether the cells are whole columns of the matrices, as cuBLAS writes them. */
  private boolean takesColumns(Piece.Walk walk, Target target) {
    return target.cellType() == context.computedIn()
        && walk.isRun()
        && walk.first() % stack.m() == 0
        && walk.count() % stack.m() == 0
        && target.at(walk.cell() * context.parts()) % type.bytes() == 0;
  }

  /** Columns of the formed matrices, counted through all of them, times their factors. */
  private void scale(FormedMatrices matrices, long first, long count, long to) {
    if (context.rehearsed()) {
      return;
    }
    context
        .device()
        .matrices()
        .blas()
        .enqueue(
            context.stream(),
            (blas, handle) ->
                blas.scaleColumns(
                    handle,
                    context.stream(),
                    type,
                    (int) stack.m(),
                    (int) count,
                    matrices.q() + first * stack.m() * type.bytes(),
                    matrices.signs() + first * type.bytes(),
                    to));
  }

  private void launchStore(FormedMatrices matrices, Piece.Walk walk, Target target) {
    // The kernel counts places, and columns, from the stack's first matrix.
    long columnsBefore = matrices.run().first() * stack.n();
    long q = matrices.q() - columnsBefore * stack.m() * type.bytes();
    long signs = matrices.isScaled() ? 0 : matrices.signs() - columnsBefore * type.bytes();
    Arguments arguments =
        new Arguments()
            .add(q)
            .add(stack.m())
            .add(signs)
            .add(target.at(walk.cell() * context.parts()));
    walk.addTo(arguments);
    String kernel = "orthogonal_store_" + cells(target.cellType());
    context.kernels().launch(MatrixFormer.FILE, kernel, walk.count(), context.stream(), arguments);
  }

  /** The type of an element in memory, as the kernels are named. */
  private String cells(DType part) {
    if (context.parts() == 2) {
      return "c" + 16 * part.bytes();
    }
    return part.name().toLowerCase(Locale.ROOT);
  }
}
