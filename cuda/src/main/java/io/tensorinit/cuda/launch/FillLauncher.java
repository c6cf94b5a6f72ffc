package io.tensorinit.cuda.launch;

import io.tensorinit.cuda.kernel.FillScope;
import io.tensorinit.cuda.kernel.TableDistribution;
import io.tensorinit.cuda.orthogonal.MatrixLibraries;
import io.tensorinit.cuda.orthogonal.OrthogonalLauncher;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.OverlayFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.SumFill;
import io.tensorinit.plan.TableFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.random.SubStreams;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the launches of one fill ready, plan by plan, on one stream, without waiting for it: each
 * primitive and each way to put fills together is in a class of its own, and this one gives them
 * their keys and shapes.
 */
final class FillLauncher {
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

  /**
   * A plan made ready.
   *
   * @param plan the plan, lowered for the shape
   * @param shape the whole tensor's shape
   * @param key the key it draws from
   * @return writes any box of the tensor
   */
  BoxFill ready(FillPlan plan, Shape shape, Key key) {
    return plan.accept(new Walk(shape, key));
  }

  /** Walks a plan from the inside out. */
  private final class Walk implements FillPlan.Visitor<BoxFill> {
    private final Shape shape;
    private final Key key;

    private Walk(Shape shape, Key key) {
      this.shape = shape;
      this.key = key;
    }

    @Override
    public BoxFill constant(ConstantFill plan) {
      return primitives.constant(plan, shape);
    }

    @Override
    public BoxFill uniform(UniformFill plan) {
      return primitives.uniform(plan, shape, key);
    }

    @Override
    public BoxFill normal(NormalFill plan) {
      return primitives.continuous(() -> TableDistribution.of(plan, scope.dtype()), shape, key);
    }

    @Override
    public BoxFill truncatedNormal(TruncatedNormalFill plan) {
      return primitives.continuous(() -> TableDistribution.of(plan, scope.dtype()), shape, key);
    }

    @Override
    public BoxFill quantile(QuantileFill plan) {
      return primitives.continuous(() -> TableDistribution.of(plan, scope.dtype()), shape, key);
    }

    @Override
    public BoxFill discrete(DiscreteFill plan) {
      return primitives.discrete(plan, shape, key);
    }

    @Override
    public BoxFill orthogonal(OrthogonalFill plan) {
      return BoxFill.cutting(
          shape, scope.parts(), (box, cells) -> matrices.fill(plan, shape, key, box, cells));
    }

    @Override
    public BoxFill diagonal(DiagonalFill plan) {
      return primitives.diagonal(plan, shape);
    }

    @Override
    public BoxFill table(TableFill plan) {
      return primitives.host(plan, shape, key);
    }

    @Override
    public BoxFill function(FunctionFill plan) {
      return primitives.host(plan, shape, key);
    }

    @Override
    public BoxFill affine(AffineFill plan) {
      return compositions.affine(ready(plan.inner(), shape, key), plan, shape);
    }

    @Override
    public BoxFill clamp(ClampFill plan) {
      return compositions.clamp(ready(plan.inner(), shape, key), plan, shape);
    }

    @Override
    public BoxFill sum(SumFill plan) {
      BoxFill sum = ready(plan.summands().get(0), shape, SubStreams.sum(key, 0));
      for (int k = 1; k < plan.summands().size(); k++) {
        BoxFill summand = ready(plan.summands().get(k), shape, SubStreams.sum(key, k));
        sum = compositions.add(sum, summand, shape);
      }
      return sum;
    }

    @Override
    public BoxFill noise(NoiseFill plan) {
      BoxFill noise = ready(plan.noise(), shape, SubStreams.noise(key));
      return compositions.add(ready(plan.base(), shape, key), noise, shape);
    }

    @Override
    public BoxFill mask(MaskFill plan) {
      BoxFill inner = ready(plan.inner(), shape, key);
      return compositions.keep(inner, plan.mask(), shape, SubStreams.mask(key));
    }

    @Override
    public BoxFill mixture(MixtureFill plan) {
      List<BoxFill> components = new ArrayList<>();
      for (int k = 0; k < plan.components().size(); k++) {
        components.add(ready(plan.components().get(k), shape, SubStreams.part(key, k)));
      }
      return compositions.choose(components, plan.thresholds(), shape, SubStreams.choice(key));
    }

    @Override
    public BoxFill blocks(BlocksFill plan) {
      List<BoxFill> blocks = new ArrayList<>();
      for (int k = 0; k < plan.blocks().size(); k++) {
        Shape block = plan.blockShape(shape, k);
        blocks.add(ready(plan.blocks().get(k), block, SubStreams.block(key, k)));
      }
      return boxes.beside(blocks, plan, shape);
    }

    @Override
    public BoxFill overlay(OverlayFill plan) {
      BoxFill inside = ready(plan.inside(), plan.box().shape(), key);
      return boxes.over(ready(plan.base(), shape, key), inside, plan.box(), shape);
    }
  }
}
