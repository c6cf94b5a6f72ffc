package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.orthogonal.MatrixLibraries;
import io.tensorinit.cuda.orthogonal.OrthogonalLauncher;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillMaker;
import io.tensorinit.plan.HostFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * Makes a fill ready to be launched on one stream: primitives, orthogonal matrices, steps on the
 * values of other fills, and boxes are each in a class of their own. What is made ready waits for
 * nothing but the host's own work.
 */
final class FillLauncher implements FillMaker<BoxFill> {
  private final FillScope scope;
  private final Primitives primitives;
  private final OrthogonalLauncher matrices;
  private final Compositions compositions;
  private final Boxes boxes;

  /**
   * The launches of a fill.
   *
   * @param scope what stays the same through the fill
   * @param words cuRAND's words, where they are not worked out by fused kernels
   * @param libraries the libraries that orthogonal matrices may be formed with
   */
  FillLauncher(FillScope scope, Optional<CurandWords> words, MatrixLibraries libraries) {
    this.scope = scope;
    this.primitives = new Primitives(scope, words);
    this.matrices = new OrthogonalLauncher(scope, libraries);
    this.compositions = new Compositions(scope);
    this.boxes = new Boxes(scope.parts());
  }

  @Override
  public BoxFill constant(ConstantFill plan, Shape shape) {
    return primitives.constant(plan, shape);
  }

  @Override
  public BoxFill uniform(UniformFill plan, Shape shape, Key key) {
    return primitives.uniform(plan, shape, key);
  }

  @Override
  public BoxFill continuous(ContinuousFill plan, Shape shape, Key key) {
    return primitives.continuous(plan, shape, key);
  }

  @Override
  public BoxFill discrete(DiscreteFill plan, Shape shape, Key key) {
    return primitives.discrete(plan, shape, key);
  }

  @Override
  public BoxFill orthogonal(OrthogonalFill plan, Shape shape, Key key) {
    return BoxFill.cutting(
        shape, scope.parts(), (box, cells) -> matrices.fill(plan, shape, key, box, cells));
  }

  @Override
  public BoxFill diagonal(DiagonalFill plan, Shape shape) {
    return primitives.diagonal(plan, shape);
  }

  @Override
  public BoxFill host(HostFill plan, Shape shape, Key key) {
    return primitives.host(plan, shape, key);
  }

  @Override
  public BoxFill affine(BoxFill inner, AffineFill plan, Shape shape) {
    return compositions.affine(inner, plan, shape);
  }

  @Override
  public BoxFill clamp(BoxFill inner, ClampFill plan, Shape shape) {
    return compositions.clamp(inner, plan, shape);
  }

  @Override
  public BoxFill add(BoxFill left, BoxFill right, Shape shape) {
    return compositions.add(left, right, shape);
  }

  @Override
  public BoxFill keep(BoxFill inner, Mask mask, Shape shape, Key maskKey) {
    return compositions.keep(inner, mask, shape, maskKey);
  }

  @Override
  public BoxFill choose(List<BoxFill> components, long[] thresholds, Shape shape, Key choiceKey) {
    return compositions.choose(components, thresholds, shape, choiceKey);
  }

  @Override
  public BoxFill beside(List<BoxFill> blocks, BlocksFill plan, Shape shape) {
    return boxes.beside(blocks, plan, shape);
  }

  @Override
  public BoxFill over(BoxFill base, BoxFill inside, Region.Box box, Shape shape) {
    return boxes.over(base, inside, box, shape);
  }
}
