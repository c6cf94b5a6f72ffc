package io.tensorinit.plan;

import java.util.List;

/**
 * Whether a fill needs the host: tables, given tensors and Java functions are worked out there and
 * reach a device in chunks; everything else is computed where the tensor is.
 */
public final class HostWork implements FillPlan.Visitor<Boolean> {
  private static final HostWork VISITOR = new HostWork();

  private HostWork() {}

  /**
   * Whether any part of a plan is worked out on the host, on every backend.
   *
   * @param plan the plan
   * @return true if it holds a table or a Java function
   */
  public static boolean isNeeded(FillPlan plan) {
    return plan.accept(VISITOR);
  }

  private boolean any(List<FillPlan> plans) {
    return plans.stream().anyMatch(plan -> plan.accept(this));
  }

  @Override
  public Boolean constant(ConstantFill plan) {
    return false;
  }

  @Override
  public Boolean uniform(UniformFill plan) {
    return false;
  }

  @Override
  public Boolean normal(NormalFill plan) {
    return false;
  }

  @Override
  public Boolean truncatedNormal(TruncatedNormalFill plan) {
    return false;
  }

  @Override
  public Boolean quantile(QuantileFill plan) {
    return false;
  }

  @Override
  public Boolean discrete(DiscreteFill plan) {
    return false;
  }

  @Override
  public Boolean orthogonal(OrthogonalFill plan) {
    return false;
  }

  @Override
  public Boolean diagonal(DiagonalFill plan) {
    return false;
  }

  @Override
  public Boolean table(TableFill plan) {
    return true;
  }

  @Override
  public Boolean function(FunctionFill plan) {
    return true;
  }

  @Override
  public Boolean affine(AffineFill plan) {
    return plan.inner().accept(this);
  }

  @Override
  public Boolean clamp(ClampFill plan) {
    return plan.inner().accept(this);
  }

  @Override
  public Boolean sum(SumFill plan) {
    return any(plan.summands());
  }

  @Override
  public Boolean noise(NoiseFill plan) {
    return plan.base().accept(this) || plan.noise().accept(this);
  }

  @Override
  public Boolean mask(MaskFill plan) {
    return plan.inner().accept(this);
  }

  @Override
  public Boolean mixture(MixtureFill plan) {
    return any(plan.components());
  }

  @Override
  public Boolean blocks(BlocksFill plan) {
    return any(plan.blocks());
  }

  @Override
  public Boolean overlay(OverlayFill plan) {
    return plan.base().accept(this) || plan.inside().accept(this);
  }
}
