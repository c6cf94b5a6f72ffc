package io.tensorinit.benchmarks;

import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ClampFill;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.plan.NoiseFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import java.util.List;
import java.util.function.LongFunction;

/** The elementwise fills that are measured, with parameters as initializers use them. */
public enum Primitive {
  /** The value 1. */
  CONSTANT(new ConstantFill(1)),
  /** Uniform on [-0.05, 0.05]. */
  UNIFORM(uniform(-0.05, 0.05)),
  /** Normal, std 0.02. */
  NORMAL(new NormalFill(0, 0.02)),
  /** Normal cut at two standard deviations. */
  TRUNCATED_NORMAL(new TruncatedNormalFill(0, 0.02, -0.04, 0.04, ComplexBounds.PER_PART)),
  /** Logistic, from the quantile table. */
  QUANTILE(new QuantileFill((v, complement) -> StrictMath.log(v) - StrictMath.log(complement))),
  /** One of three values. */
  DISCRETE(new DiscreteFill(List.of(-1.0, 0.0, 1.0), List.of(0.25, 0.5, 0.25))),
  /** Normal, half of it set to zero. */
  MASKED_NORMAL(new MaskFill(new NormalFill(0, 0.02), new Mask.Bernoulli(0.5))),
  /** Normal, nine tenths of each column of a matrix set to zero. */
  SPARSE(Primitive::sparse),
  /** Uniform below, zero, or uniform above. */
  MIXTURE(
      new MixtureFill(
          List.of(uniform(5, 10), new ConstantFill(0), uniform(-10, -5)),
          List.of(0.25, 0.5, 0.25))),
  /** Normal, scaled and shifted. */
  AFFINE(new AffineFill(new NormalFill(0, 1), 0.02, 1)),
  /** Normal, clamped. */
  CLAMPED(new ClampFill(new NormalFill(0, 0.02), -0.03, 0.03)),
  /** Uniform, and normal noise. */
  NOISE(new NoiseFill(uniform(-0.05, 0.05), new NormalFill(0, 0.02)));

  private final LongFunction<FillPlan> plan;

  Primitive(FillPlan plan) {
    this(size -> plan);
  }

  Primitive(LongFunction<FillPlan> plan) {
    this.plan = plan;
  }

  private static FillPlan uniform(double low, double high) {
    return new UniformFill(low, high, ComplexBounds.PER_PART);
  }

  /** The matrix has the largest divisor up to the square root as rows. */
  private static FillPlan sparse(long size) {
    long rows = (long) Math.sqrt(size);
    while (size % rows != 0) {
      rows--;
    }
    long zeros = (long) Math.ceil(0.9 * rows);
    return new MaskFill(new NormalFill(0, 0.02), new Mask.ExactCount(rows, size / rows, zeros));
  }

  /**
   * The plan.
   *
   * @param size the number of the tensor's elements, 1 or more; its shape may be any
   * @return the plan
   */
  public FillPlan plan(long size) {
    return plan.apply(size);
  }
}
