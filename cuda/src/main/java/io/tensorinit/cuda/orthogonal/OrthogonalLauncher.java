package io.tensorinit.cuda.orthogonal;

import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.memory.DeviceCells;
import io.tensorinit.cuda.memory.PlacedBox;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Launches what fills boxes with orthogonal and unitary matrices. Keeps the matrices that were
 * formed last for the next box: the boxes that a run of a tensor is made of, and the chunks of a
 * composition, need the same ones. Belongs to one fill.
 */
public final class OrthogonalLauncher {
  private final FillScope scope;
  private final MatrixLibraries libraries;
  private @Nullable FormedMatrices last;

  /**
   * Nothing is formed yet.
   *
   * @param scope what stays the same through the fill
   * @param libraries the libraries that matrices may be formed with
   */
  public OrthogonalLauncher(FillScope scope, MatrixLibraries libraries) {
    this.scope = scope;
    this.libraries = libraries;
  }

  /**
   * Fills a box.
   *
   * @param plan which axes make the matrices, and how they are formed
   * @param shape the whole tensor's shape
   * @param key the key the normals are drawn from
   * @param box the box and its cells, of one element or more
   * @param cells where the cells are
   */
  public void fill(OrthogonalFill plan, Shape shape, Key key, PlacedBox box, DeviceCells cells) {
    MatrixStack stack = new MatrixStack(plan, shape, key);
    new StackLauncher(scope, libraries, stack, this::formed).fill(box, cells);
  }

  /**
   * Matrices of a stack: the last ones if these are among them, else newly formed in their place.
   */
  private FormedMatrices formed(
      MatrixStack stack, MatrixStack.Run run, Supplier<FormedMatrices> form) {
    if (last == null || !last.hold(stack, run)) {
      last = form.get();
    }
    return last;
  }
}
