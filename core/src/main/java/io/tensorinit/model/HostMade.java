package io.tensorinit.model;

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
import java.util.List;

/**
 * Whether some values of a plan are made on the host whatever the backend: tables, given tensors
 * and Java functions of index and stream.
 */
final class HostMade implements FillPlan.Visitor<Boolean> {
  private static final HostMade INSTANCE = new HostMade();

  private HostMade() {}

  static boolean isIn(FillPlan plan) {
    return plan.accept(INSTANCE);
  }

  private static boolean isInAny(List<FillPlan> plans) {
    return plans.stream().anyMatch(HostMade::isIn);
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
    return isIn(plan.inner());
  }

  @Override
  public Boolean clamp(ClampFill plan) {
    return isIn(plan.inner());
  }

  @Override
  public Boolean sum(SumFill plan) {
    return isInAny(plan.summands());
  }

  @Override
  public Boolean noise(NoiseFill plan) {
    return isIn(plan.base()) || isIn(plan.noise());
  }

  @Override
  public Boolean mask(MaskFill plan) {
    return isIn(plan.inner());
  }

  @Override
  public Boolean mixture(MixtureFill plan) {
    return isInAny(plan.components());
  }

  @Override
  public Boolean blocks(BlocksFill plan) {
    return isInAny(plan.blocks());
  }

  @Override
  public Boolean overlay(OverlayFill plan) {
    return isIn(plan.base()) || isIn(plan.inside());
  }
}
