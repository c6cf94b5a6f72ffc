package io.tensorinit.cuda;

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

/** Refuses, before anything is written, the one plan this backend has no kernel for. */
final class PlanLimits implements FillPlan.Visitor<Void> {
  private PlanLimits() {}

  /**
   * Refuses a plan that holds an orthogonal fill by QR factorization, at any depth.
   *
   * @param plan the plan
   * @throws IllegalArgumentException if it does
   */
  static void require(FillPlan plan) {
    plan.accept(new PlanLimits());
  }

  @Override
  public Void orthogonal(OrthogonalFill plan) {
    if (plan.method() == OrthogonalFill.Method.QR) {
      throw new IllegalArgumentException(
          "method of an orthogonal fill must be stewart on the CUDA backend, was qr; backend cpu"
              + " has both");
    }
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
    plan.base().accept(this);
    return plan.inside().accept(this);
  }

  @Override
  public Void constant(ConstantFill plan) {
    return null;
  }

  @Override
  public Void uniform(UniformFill plan) {
    return null;
  }

  @Override
  public Void normal(NormalFill plan) {
    return null;
  }

  @Override
  public Void truncatedNormal(TruncatedNormalFill plan) {
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
}
