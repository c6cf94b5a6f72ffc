package io.tensorinit.cpu.element;

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
import java.util.List;

/**
 * About how long one thread takes for an element of a plan, in picoseconds: by compiled plain loops
 * in float32. It decides how many threads share a fill and how finely, and no value. Measured on
 * the machine of {@code benchmarks/results}; half or twice as much would do as well.
 */
public final class Cost implements FillPlan.Visitor<Integer> {
  private static final Cost INSTANCE = new Cost();

  /** A store, or a step over values that are in the nearest cache. */
  private static final int STEP = 100;

  private static final int UNIFORM = 900;
  private static final int QUANTILE = 2_200;
  private static final int CHOICE = 1_000;

  /** A call of a program's function, or a read of its table: not known, seldom less. */
  private static final int CALL = 5_000;

  private Cost() {}

  /**
   * The cost of an element.
   *
   * @param plan the plan
   * @return picoseconds a part of an element, 1 or more; of orthogonal matrices without their
   *     computation
   */
  public static int of(FillPlan plan) {
    return plan.accept(INSTANCE);
  }

  private static int sum(List<FillPlan> plans) {
    long sum = 0;
    for (FillPlan plan : plans) {
      sum += of(plan);
    }
    return (int) Math.min(sum, Integer.MAX_VALUE / 2);
  }

  private static int most(List<FillPlan> plans) {
    int most = STEP;
    for (FillPlan plan : plans) {
      most = Math.max(most, of(plan));
    }
    return most;
  }

  @Override
  public Integer constant(ConstantFill plan) {
    return STEP;
  }

  @Override
  public Integer uniform(UniformFill plan) {
    return UNIFORM;
  }

  @Override
  public Integer normal(NormalFill plan) {
    return QUANTILE;
  }

  @Override
  public Integer truncatedNormal(TruncatedNormalFill plan) {
    return QUANTILE;
  }

  @Override
  public Integer quantile(QuantileFill plan) {
    return QUANTILE;
  }

  @Override
  public Integer discrete(DiscreteFill plan) {
    return CHOICE;
  }

  @Override
  public Integer table(TableFill plan) {
    return CALL;
  }

  @Override
  public Integer function(FunctionFill plan) {
    return CALL;
  }

  @Override
  public Integer orthogonal(OrthogonalFill plan) {
    return 2 * CHOICE;
  }

  @Override
  public Integer diagonal(DiagonalFill plan) {
    return STEP;
  }

  @Override
  public Integer affine(AffineFill plan) {
    return of(plan.inner()) + STEP;
  }

  @Override
  public Integer clamp(ClampFill plan) {
    return of(plan.inner()) + STEP;
  }

  @Override
  public Integer sum(SumFill plan) {
    return sum(plan.summands());
  }

  @Override
  public Integer noise(NoiseFill plan) {
    return of(plan.base()) + of(plan.noise());
  }

  @Override
  public Integer mask(MaskFill plan) {
    double kept =
        plan.mask() instanceof Mask.ExactCount exact
            ? 1 - (double) exact.zeros() / Math.max(1, exact.rows())
            : ((Mask.Bernoulli) plan.mask()).keep();
    return (int) (of(plan.inner()) * Math.min(1, kept / MaskEvaluator.MOST)) + CHOICE;
  }

  @Override
  public Integer mixture(MixtureFill plan) {
    return most(plan.components()) + CHOICE * plan.components().size();
  }

  @Override
  public Integer blocks(BlocksFill plan) {
    return most(plan.blocks());
  }

  @Override
  public Integer overlay(OverlayFill plan) {
    return of(plan.base()) + STEP;
  }
}
