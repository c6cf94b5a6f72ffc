package io.tensorinit.plan;

import io.tensorinit.tensor.DType;

/**
 * Whether a plan's numbers are finite in the precision in which a dtype's values are computed:
 * float64 for F64 and C128, float32 for all others. Uniform bounds, their distance, and a normal's
 * mean and std are the numbers that overflow there.
 */
public final class PrecisionCheck {
  private PrecisionCheck() {}

  /**
   * Refuses numbers that overflow.
   *
   * @param plan the plan
   * @param dtype the type of the elements
   * @throws IllegalArgumentException if a number of the plan is infinite in the type's precision
   */
  public static void require(FillPlan plan, DType dtype) {
    if (!dtype.isDouble()) {
      plan.accept(new Float32Check(dtype));
    }
  }

  /** The check of each plan, its parts included. */
  private record Float32Check(DType dtype) implements FillPlan.Visitor<Void> {
    private void require(String what, double value) {
      if (Float.isInfinite((float) value)) {
        throw new IllegalArgumentException(
            what
                + " must be finite in float32, in which values of dtype "
                + dtype
                + " are computed, was "
                + value);
      }
    }

    @Override
    public Void uniform(UniformFill plan) {
      require("the low bound of a uniform", plan.low());
      require("the high bound of a uniform", plan.high());
      require("the width of a uniform", plan.high() - plan.low());
      return null;
    }

    @Override
    public Void normal(NormalFill plan) {
      require("the mean of a normal", plan.mean());
      require("the std of a normal", plan.std());
      return null;
    }

    @Override
    public Void constant(ConstantFill plan) {
      return null;
    }

    @Override
    public Void truncatedNormal(TruncatedNormalFill plan) {
      require("the mean of a truncated normal", plan.mean());
      require("the std of a truncated normal", plan.std());
      return null;
    }

    @Override
    public Void quantile(QuantileFill plan) {
      return null;
    }

    @Override
    public Void discrete(DiscreteFill plan) {
      return null;
    }

    @Override
    public Void orthogonal(OrthogonalFill plan) {
      return null;
    }

    @Override
    public Void diagonal(DiagonalFill plan) {
      return null;
    }

    @Override
    public Void table(TableFill plan) {
      return null;
    }

    @Override
    public Void function(FunctionFill plan) {
      return null;
    }

    @Override
    public Void affine(AffineFill plan) {
      return plan.inner().accept(this);
    }

    @Override
    public Void clamp(ClampFill plan) {
      return plan.inner().accept(this);
    }

    @Override
    public Void sum(SumFill plan) {
      plan.summands().forEach(summand -> summand.accept(this));
      return null;
    }

    @Override
    public Void noise(NoiseFill plan) {
      plan.base().accept(this);
      return plan.noise().accept(this);
    }

    @Override
    public Void mask(MaskFill plan) {
      return plan.inner().accept(this);
    }

    @Override
    public Void mixture(MixtureFill plan) {
      plan.components().forEach(component -> component.accept(this));
      return null;
    }

    @Override
    public Void blocks(BlocksFill plan) {
      plan.blocks().forEach(block -> block.accept(this));
      return null;
    }

    @Override
    public Void overlay(OverlayFill plan) {
      plan.inside().accept(this);
      return plan.base().accept(this);
    }
  }
}
