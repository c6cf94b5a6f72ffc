package io.tensorinit.cuda.orthogonal;

import io.tensorinit.cuda.driver.Arguments;
import io.tensorinit.cuda.driver.MatrixType;
import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.memory.BoxWalk;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.tensor.DType;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Stores what of orthogonal and unitary matrices lies in a box. The matrices it touches are formed
 * whole, all at once unless their workspace would be too large, and are kept for the fill's next
 * box.
 *
 * <p>By the method QR their columns get sign or phase and gain from cuBLAS where it is found: on
 * the way to the caller's memory where whole columns go to consecutive cells of the computed type
 * (a wide matrix in row-major order), else in place. Without cuBLAS the kernel that stores them
 * does it. By Stewart's method they have both already.
 *
 * <p>A column of a matrix lies together, and so does a row of most destinations. Where both are
 * long, the kernel that stores them goes from one to the other by squares in shared memory; else it
 * goes where the cells lie together.
 */
final class StackLauncher {
  /** Of a square of elements that the kernel which reads along columns takes at a time. */
  static final int SIDE = 32;

  private final FillScope scope;
  private final MatrixLibraries libraries;
  private final MatrixStack stack;
  private final MatrixFormer former;
  private final MatrixType type;
  private final long[] placeStrides;
  private final Formed formed;

  /** Where formed matrices are kept. */
  @FunctionalInterface
  interface Formed {
    /**
     * Matrices of a stack.
     *
     * @param stack the stack
     * @param run which matrices
     * @param form forms them, where they are not kept
     * @return the matrices, these and perhaps others
     */
    FormedMatrices get(MatrixStack stack, MatrixStack.Run run, Supplier<FormedMatrices> form);
  }

  /**
   * The launches for a stack.
   *
   * @param scope what stays the same through the fill
   * @param libraries the libraries that matrices may be formed with
   * @param stack the stack
   * @param formed keeps its matrices for the fill's next box
   */
  StackLauncher(FillScope scope, MatrixLibraries libraries, MatrixStack stack, Formed formed) {
    this.scope = scope;
    this.libraries = libraries;
    this.stack = stack;
    this.formed = formed;
    this.former = new MatrixFormer(scope, libraries, stack);
    this.type = MatrixFormer.type(scope);
    this.placeStrides = stack.placeStrides(former.columnDistance());
  }

  /**
   * Fills a box.
   *
   * @param box the box and its cells, of one element or more
   * @param cells where the cells are
   */
  void fill(PlacedBox box, DeviceCells cells) {
    MatrixStack.Run run = stack.touched(box);
    boolean others = run.count() > stack.touchedCount(box);
    if (others || run.count() > former.mostAtOnce()) {
      for (PlacedBox half : box.halves(stack.axisToCut(box))) {
        fill(half, cells);
      }
      return;
    }
    store(formed.get(stack, run, () -> former.form(run)), box, cells);
  }

  private void store(FormedMatrices matrices, PlacedBox box, DeviceCells cells) {
    BoxWalk walk = box.walk(placeStrides, 1);
    if (walk.rank() > PlacedBox.MAX_RANK) {
      for (PlacedBox half : box.halves()) {
        store(matrices, half, cells);
      }
      return;
    }
    if (!matrices.isScaled() && fitsBlas(matrices) && libraries.blas().isUsable()) {
      if (takesColumns(walk, cells)) {
        long place = walk.first() - matrices.run().first() * stack.m() * stack.n();
        long to = cells.at(walk.cell() * scope.parts());
        scale(matrices, place / stack.m(), walk.count() / stack.m(), to);
        return;
      }
      scale(matrices, 0, stack.n() * matrices.run().count(), matrices.q());
      matrices.setScaled();
    }
    launchStore(matrices, walk, cells);
  }

  private boolean fitsBlas(FormedMatrices matrices) {
    return MatrixFormer.fitsLibrary(stack.m(), stack.n() * matrices.run().count());
  }

  /** Whether the cells are whole columns of the matrices, as cuBLAS writes them. */
  private boolean takesColumns(BoxWalk walk, DeviceCells cells) {
    return cells.cellType() == scope.computedIn()
        && walk.isRun()
        && walk.first() % stack.m() == 0
        && walk.count() % stack.m() == 0
        && cells.at(walk.cell() * scope.parts()) % type.bytes() == 0;
  }

  /** Columns of the formed matrices, counted through all of them, times their factors. */
  private void scale(FormedMatrices matrices, long first, long count, long to) {
    if (scope.rehearsed()) {
      return;
    }
    libraries
        .blas()
        .enqueue(
            scope.stream(),
            (blas, handle) ->
                blas.scaleColumns(
                    handle,
                    scope.stream(),
                    type,
                    (int) stack.m(),
                    (int) count,
                    matrices.q() + first * stack.m() * type.bytes(),
                    matrices.signs() + first * type.bytes(),
                    to));
  }

  private void launchStore(FormedMatrices matrices, BoxWalk walk, DeviceCells cells) {
    // The kernel counts places, and columns, from the stack's first matrix.
    long columnsBefore = matrices.run().first() * stack.n();
    long q = matrices.q() - columnsBefore * former.columnDistance() * type.bytes();
    long signs = matrices.isScaled() ? 0 : matrices.signs() - columnsBefore * type.bytes();
    Arguments arguments =
        new Arguments()
            .add(q)
            .add(former.columnDistance())
            .add(signs)
            .add(cells.at(walk.cell() * scope.parts()));
    String suffix = cells(cells.cellType());
    Optional<BoxWalk> across = walk.acrossPositions(SIDE);
    if (across.isPresent()) {
      String kernel = "orthogonal_store_turned_" + suffix;
      long squares = across.get().squares(SIDE);
      across.get().addTo(arguments);
      scope.kernels().launchBlocks(MatrixFormer.FILE, kernel, squares, scope.stream(), arguments);
    } else {
      String kernel = "orthogonal_store_" + suffix;
      walk.alongCells().addTo(arguments);
      scope.kernels().launch(MatrixFormer.FILE, kernel, walk.count(), scope.stream(), arguments);
    }
  }

  /** The type of an element in memory, as the kernels are named. */
  private String cells(DType part) {
    if (scope.parts() == 2) {
      return "c" + 16 * part.bytes();
    }
    return part.name().toLowerCase(Locale.ROOT);
  }
}
