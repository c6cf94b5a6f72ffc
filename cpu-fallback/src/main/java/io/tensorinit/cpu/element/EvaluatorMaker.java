package io.tensorinit.cpu.element;

import io.tensorinit.cpu.orthogonal.OrthogonalMatrices;
import io.tensorinit.cpu.threads.WorkerPool;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.BlocksFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.ContinuousFill;
import io.tensorinit.plan.DiagonalFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillMaker;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.HostFill;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.UniformFill;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Region;
import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * Makes the evaluators of one tensor's fills.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public final class EvaluatorMaker<A> implements FillMaker<Evaluator<A>> {
  private static final double NO_SHIFT = -0.0;

  private final Precision<A> precision;
  private final Arithmetic<A> arithmetic;
  private final WorkerPool pool;
  private final DType dtype;
  private final int parts;

  private EvaluatorMaker(Precision<A> precision, WorkerPool pool, DType dtype) {
    this.precision = precision;
    this.arithmetic = precision.arithmetic();
    this.pool = pool;
    this.dtype = dtype;
    this.parts = dtype.partCount();
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
  public static <A> Evaluator<A> make(
      FillPlan plan, Shape shape, DType dtype, Key key, Precision<A> precision, WorkerPool pool) {
    return plan.make(shape, key, new EvaluatorMaker<>(precision, pool, dtype));
  }

  /** Evaluates each part of an element as a real element: parts of i at positions 2i and 2i + 1. */
  private Evaluator<A> partwise(Evaluator<A> real) {
    return parts == 1 ? real : new PartsEvaluator<>(real);
  }

  @Override
  public Evaluator<A> constant(ConstantFill plan, Shape shape) {
    return new ConstantEvaluator<>(plan.value(), parts, arithmetic);
  }

  @Override
  public Evaluator<A> uniform(UniformFill plan, Shape shape, Key key) {
    return partwise(precision.draws().uniform(parts == 1 ? plan : plan.ofPart(), key));
  }

  @Override
  public Evaluator<A> continuous(ContinuousFill plan, Shape shape, Key key) {
    return partwise(precision.draws().continuous(plan, parts == 2, key));
  }

  @Override
  public Evaluator<A> discrete(DiscreteFill plan, Shape shape, Key key) {
    return partwise(precision.draws().discrete(plan, key));
  }

  @Override
  public Evaluator<A> orthogonal(OrthogonalFill plan, Shape shape, Key key) {
    return new OrthogonalEvaluator<>(
        OrthogonalMatrices.of(plan, shape, key, dtype, pool),
        plan.view(),
        shape,
        parts,
        precision.orthogonal(),
        pool);
  }

  @Override
  public Evaluator<A> diagonal(DiagonalFill plan, Shape shape) {
    return new DiagonalEvaluator<>(plan, shape, parts, arithmetic);
  }

  @Override
  public Evaluator<A> host(HostFill plan, Shape shape, Key key) {
    return partwise(new HostEvaluator<>(plan, key, dtype, arithmetic));
  }

  @Override
  public Evaluator<A> affine(Evaluator<A> inner, AffineFill plan, Shape shape) {
    double scale = plan.scale();
    double shift = plan.shift();
    if (parts == 1) {
      return new ChangedEvaluator<>(
          inner,
          parts,
          (values, from, count) -> arithmetic.multiplyAdd(values, from, 1, count, scale, shift));
    }
    return new ChangedEvaluator<>(
        inner,
        parts,
        (values, from, count) -> {
          arithmetic.multiplyAdd(values, from, parts, count / parts, scale, shift);
          arithmetic.multiplyAdd(values, from + 1, parts, count / parts, scale, NO_SHIFT);
        });
  }

  @Override
  public Evaluator<A> clamp(Evaluator<A> inner, ClampFill plan, Shape shape) {
    return new ChangedEvaluator<>(
        inner,
        parts,
        (values, from, count) -> arithmetic.clamp(values, from, count, plan.low(), plan.high()));
  }

  @Override
  public Evaluator<A> add(Evaluator<A> left, Evaluator<A> right, Shape shape) {
    return new SumEvaluator<>(left, right, parts, arithmetic);
  }

  @Override
  public Evaluator<A> keep(Evaluator<A> inner, Mask mask, Shape shape, Key maskKey) {
    KeepMask keeps =
        mask instanceof Mask.Bernoulli bernoulli
            ? new BernoulliMask(bernoulli, maskKey)
            : new ExactCountMask((Mask.ExactCount) mask, maskKey, pool.threads());
    return new MaskEvaluator<>(inner, keeps, parts, arithmetic);
  }

  @Override
  public Evaluator<A> choose(
      List<Evaluator<A>> components, long[] thresholds, Shape shape, Key choiceKey) {
    return new MixtureEvaluator<>(components, thresholds, choiceKey, parts, arithmetic);
  }

  @Override
  public Evaluator<A> beside(List<Evaluator<A>> blocks, BlocksFill plan, Shape shape) {
    return new BlocksEvaluator<>(plan, shape, parts, blocks);
  }

  @Override
  public Evaluator<A> over(Evaluator<A> base, Evaluator<A> inside, Region.Box box, Shape shape) {
    return new OverlayEvaluator<>(base, box, inside, shape, parts);
  }
}
