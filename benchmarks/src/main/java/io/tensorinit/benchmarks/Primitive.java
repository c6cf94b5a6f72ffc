package io.tensorinit.benchmarks;

import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.DiscreteFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Mask;
import io.tensorinit.plan.MaskFill;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import java.util.List;

/** The elementwise fills that are measured, with parameters as initializers use them. */
public enum Primitive {
  /** The value 1. */
  CONSTANT(new ConstantFill(1)),
  /** Uniform on [-0.05, 0.05]. */
  UNIFORM(new UniformFill(-0.05, 0.05, ComplexBounds.PER_PART)),
  /** Normal, std 0.02. */
  NORMAL(new NormalFill(0, 0.02)),
  /** Normal cut at two standard deviations. */
  TRUNCATED_NORMAL(new TruncatedNormalFill(0, 0.02, -0.04, 0.04, ComplexBounds.PER_PART)),
  /** Logistic, from the quantile table. */
  QUANTILE(new QuantileFill((v, complement) -> StrictMath.log(v) - StrictMath.log(complement))),
  /** One of three values. */
  DISCRETE(new DiscreteFill(List.of(-1.0, 0.0, 1.0), List.of(0.25, 0.5, 0.25))),
  /** Normal, half of it set to zero. */
  MASKED_NORMAL(new MaskFill(new NormalFill(0, 0.02), new Mask.Bernoulli(0.5)));

  private final FillPlan plan;

  Primitive(FillPlan plan) {
    this.plan = plan;
  }

  /**
   * The plan, which fits tensors of any shape.
   *
   * @return the plan
   */
  public FillPlan plan() {
    return plan;
  }
}
