package io.tensorinit.testkit;

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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A plan as an expression, {@code affine(normal(0.0, 1.0), 2.0, -0.0)}, that Python reads too. */
final class PlanText implements FillPlan.Visitor<String> {
  private PlanText() {}

  /** The plan's expression. */
  static String of(FillPlan plan) {
    return plan.accept(new PlanText());
  }

  private static String call(String name, Object... arguments) {
    return name
        + Arrays.stream(arguments)
            .map(String::valueOf)
            .map(text -> text.replace("Infinity", "inf"))
            .collect(Collectors.joining(", ", "(", ")"));
  }

  private List<String> texts(List<FillPlan> plans) {
    return plans.stream().map(plan -> plan.accept(this)).toList();
  }

  @Override
  public String constant(ConstantFill plan) {
    return call("constant", plan.value());
  }

  @Override
  public String uniform(UniformFill plan) {
    return call("uniform", plan.low(), plan.high(), plan.complexBounds());
  }

  @Override
  public String normal(NormalFill plan) {
    return call("normal", plan.mean(), plan.std());
  }

  @Override
  public String truncatedNormal(TruncatedNormalFill plan) {
    return call(
        "truncated_normal", plan.mean(), plan.std(), plan.low(), plan.high(), plan.complexBounds());
  }

  @Override
  public String quantile(QuantileFill plan) {
    return call("quantile", plan.quantile());
  }

  @Override
  public String discrete(DiscreteFill plan) {
    return call("discrete", plan.values(), plan.probabilities());
  }

  @Override
  public String orthogonal(OrthogonalFill plan) {
    return call("orthogonal", plan.view(), plan.gain(), plan.method());
  }

  @Override
  public String diagonal(DiagonalFill plan) {
    return call(
        "diagonal",
        plan.value(),
        plan.rowAxis(),
        plan.columnAxis(),
        plan.groups(),
        plan.place(),
        plan.shift());
  }

  @Override
  public String table(TableFill plan) {
    return call("table", plan.table());
  }

  @Override
  public String function(FunctionFill plan) {
    return call("function", plan.function());
  }

  @Override
  public String affine(AffineFill plan) {
    return call("affine", plan.inner().accept(this), plan.scale(), plan.shift());
  }

  @Override
  public String clamp(ClampFill plan) {
    return call("clamp", plan.inner().accept(this), plan.low(), plan.high());
  }

  @Override
  public String sum(SumFill plan) {
    return call("add", texts(plan.summands()));
  }

  @Override
  public String noise(NoiseFill plan) {
    return call("noise", plan.base().accept(this), plan.noise().accept(this));
  }

  @Override
  public String mask(MaskFill plan) {
    String inner = plan.inner().accept(this);
    if (plan.mask() instanceof Mask.ExactCount mask) {
      return call("exact_count", inner, mask.rows(), mask.columns(), mask.zeros());
    }
    return call("bernoulli", inner, ((Mask.Bernoulli) plan.mask()).keep());
  }

  @Override
  public String mixture(MixtureFill plan) {
    return call("mixture", texts(plan.components()), plan.probabilities());
  }

  @Override
  public String blocks(BlocksFill plan) {
    return call("blocks", plan.axis(), plan.sizes(), texts(plan.blocks()));
  }

  @Override
  public String overlay(OverlayFill plan) {
    return call(
        "overlay",
        plan.base().accept(this),
        Arrays.toString(plan.box().start()),
        plan.box().shape(),
        plan.inside().accept(this));
  }
}
