package io.tensorinit.cpu.element;

import io.tensorinit.cpu.WorkerPool;
import io.tensorinit.cpu.orthogonal.OrthogonalMatrices;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.FunctionFill;
import io.tensorinit.plan.Mask;
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
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a plan into an {@link Evaluator} for one tensor: keys derived, constants rounded, tables
 * built. The plan must fit the shape, see {@link io.tensorinit.plan.PlanCheck}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class PlanCompiler<A> implements FillPlan.Visitor<Evaluator<A>> {
  private static final double NO_SHIFT = -0.0;

  private final Precision<A> precision;
  private final Arithmetic<A> arithmetic;
  private final WorkerPool pool;
  private final DType dtype;
  private final int parts;
  private final Shape shape;
  private final Key key;

  private PlanCompiler(Precision<A> precision, WorkerPool pool, DType dtype, Shape shape, Key key) {
    this.precision = precision;
    this.arithmetic = precision.arithmetic();
    this.pool = pool;
    this.dtype = dtype;
    this.parts = dtype.parts();
    this.shape = shape;
    this.key = key;
  }

  /**
   * Makes a plan ready.
   *
   * @param <A> {@code float[]} or {@code double[]}
   * @param plan the plan
   * @param shape the whole tensor's shape
   * @param dtype the type of its elements
   * @param key the key
   * @param precision the precision of the dtype's values
   * @param pool computes orthogonal matrices
   * @return gives the tensor's values
   * @throws IllegalArgumentException if a parameter of the plan is out of its range
   */
  public static <A> Evaluator<A> compile(
      FillPlan plan, Shape shape, DType dtype, Key key, Precision<A> precision, WorkerPool pool) {
    return plan.accept(new PlanCompiler<>(precision, pool, dtype, shape, key));
  }

  private Evaluator<A> compile(FillPlan plan, Shape itsShape, Key itsKey) {
    return compile(plan, itsShape, dtype, itsKey, precision, pool);
  }

  /** Evaluates each part of an element as a real element: parts of i at positions 2i and 2i + 1. */
  private Evaluator<A> partwise(Evaluator<A> real) {
    if (parts == 1) {
      return real;
    }
    return (first, count, out, from, workspace) ->
        real.evaluate(first * parts, count * parts, out, from, workspace);
  }

  @Override
  public Evaluator<A> constant(ConstantFill plan) {
    return (first, count, out, from, workspace) -> {
      if (parts == 1) {
        arithmetic.fill(out, from, count, plan.value());
      } else {
        for (int at = from; at < from + count * parts; at += parts) {
          arithmetic.set(out, at, plan.value());
          arithmetic.set(out, at + 1, 0);
        }
      }
    };
  }

  @Override
  public Evaluator<A> uniform(UniformFill plan) {
    return partwise(precision.draws().uniform(parts == 1 ? plan : plan.ofPart(), key));
  }

  @Override
  public Evaluator<A> normal(NormalFill plan) {
    return partwise(precision.draws().normal(parts == 1 ? plan : plan.ofPart(), key));
  }

  @Override
  public Evaluator<A> truncatedNormal(TruncatedNormalFill plan) {
    return partwise(precision.draws().truncatedNormal(parts == 1 ? plan : plan.ofPart(), key));
  }

  @Override
  public Evaluator<A> quantile(QuantileFill plan) {
    return partwise(precision.draws().quantile(plan, key));
  }

  @Override
  public Evaluator<A> discrete(DiscreteFill plan) {
    return partwise(precision.draws().discrete(plan, key));
  }

  @Override
  public Evaluator<A> orthogonal(OrthogonalFill plan) {
    return new OrthogonalEvaluator<>(
        OrthogonalMatrices.of(plan, shape, key, dtype, pool),
        plan.view(),
        shape,
        parts,
        precision.orthogonal(),
        pool);
  }

  @Override
  public Evaluator<A> diagonal(DiagonalFill plan) {
    return new DiagonalEvaluator<>(plan, shape, parts, arithmetic);
  }

  @Override
  public Evaluator<A> table(TableFill plan) {
    return (first, count, out, from, workspace) -> {
      for (int i = 0; i < count; i++) {
        int at = from + i * parts;
        arithmetic.set(out, at, plan.table().at(first + i));
        if (parts == 2) {
          arithmetic.set(out, at + 1, plan.table().imaginaryAt(first + i));
        }
      }
    };
  }

  @Override
  public Evaluator<A> function(FunctionFill plan) {
    return partwise(
        new FunctionEvaluator<>(plan.function(), key, precision.inDouble(), arithmetic));
  }

  @Override
  public Evaluator<A> affine(AffineFill plan) {
    Evaluator<A> inner = compile(plan.inner(), shape, key);
    return (first, count, out, from, workspace) -> {
      inner.evaluate(first, count, out, from, workspace);
      arithmetic.multiplyAdd(out, from, parts, count, plan.scale(), plan.shift());
      if (parts == 2) {
        arithmetic.multiplyAdd(out, from + 1, parts, count, plan.scale(), NO_SHIFT);
      }
    };
  }

  @Override
  public Evaluator<A> clamp(ClampFill plan) {
    Evaluator<A> inner = compile(plan.inner(), shape, key);
    return (first, count, out, from, workspace) -> {
      inner.evaluate(first, count, out, from, workspace);
      arithmetic.clamp(out, from, count * parts, plan.low(), plan.high());
    };
  }

  @Override
  public Evaluator<A> sum(SumFill plan) {
    Evaluator<A> sum = null;
    for (int k = 0; k < plan.summands().size(); k++) {
      Evaluator<A> summand = compile(plan.summands().get(k), shape, SubStreams.sum(key, k));
      sum = k == 0 ? summand : added(sum, summand);
    }
    return sum;
  }

  @Override
  public Evaluator<A> noise(NoiseFill plan) {
    return added(
        compile(plan.base(), shape, key), compile(plan.noise(), shape, SubStreams.noise(key)));
  }

  private Evaluator<A> added(Evaluator<A> left, Evaluator<A> right) {
    return (first, count, out, from, workspace) -> {
      left.evaluate(first, count, out, from, workspace);
      A summand = workspace.borrow();
      right.evaluate(first, count, summand, 0, workspace);
      arithmetic.add(out, from, count * parts, summand);
      workspace.giveBack(summand);
    };
  }

  @Override
  public Evaluator<A> mask(MaskFill plan) {
    KeepMask mask =
        plan.mask() instanceof Mask.Bernoulli bernoulli
            ? new BernoulliMask(bernoulli, key)
            : new ExactCountMask((Mask.ExactCount) plan.mask(), key);
    return new MaskEvaluator<>(compile(plan.inner(), shape, key), mask, parts, arithmetic);
  }

  @Override
  public Evaluator<A> mixture(MixtureFill plan) {
    List<Evaluator<A>> components = new ArrayList<>();
    for (int k = 0; k < plan.components().size(); k++) {
      components.add(compile(plan.components().get(k), shape, SubStreams.part(key, k)));
    }
    return new MixtureEvaluator<>(plan, key, components, parts, arithmetic);
  }

  @Override
  public Evaluator<A> blocks(BlocksFill plan) {
    List<Evaluator<A>> blocks = new ArrayList<>();
    for (int k = 0; k < plan.blocks().size(); k++) {
      Shape blockShape = plan.blockShape(shape, k);
      blocks.add(compile(plan.blocks().get(k), blockShape, SubStreams.block(key, k)));
    }
    return new BlocksEvaluator<>(plan, shape, parts, blocks);
  }

  @Override
  public Evaluator<A> overlay(OverlayFill plan) {
    return new OverlayEvaluator<>(
        compile(plan.base(), shape, key),
        plan.box(),
        compile(plan.inside(), plan.box().shape(), key),
        shape,
        parts);
  }
}
