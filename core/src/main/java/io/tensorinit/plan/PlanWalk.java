package io.tensorinit.plan;

import io.tensorinit.random.SubStreams;
import io.tensorinit.tensor.Key;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks a plan from the inside out, and gives each fill its key and its shape: the one place where
 * the law's labels of sub-streams meet the compositions.
 *
 * @param <T> a fill made ready
 */
final class PlanWalk<T> implements FillPlan.Visitor<T> {
  private final Shape shape;
  private final Key key;
  private final FillMaker<T> maker;

  PlanWalk(Shape shape, Key key, FillMaker<T> maker) {
    this.shape = shape;
    this.key = key;
    this.maker = maker;
  }

  private T make(FillPlan plan, Key itsKey) {
    return plan.make(shape, itsKey, maker);
  }

  @Override
  public T constant(ConstantFill plan) {
    return maker.constant(plan, shape);
  }

  @Override
  public T uniform(UniformFill plan) {
    return maker.uniform(plan, shape, key);
  }

  @Override
  public T normal(NormalFill plan) {
    return maker.continuous(plan, shape, key);
  }

  @Override
  public T truncatedNormal(TruncatedNormalFill plan) {
    return maker.continuous(plan, shape, key);
  }

  @Override
  public T quantile(QuantileFill plan) {
    return maker.continuous(plan, shape, key);
  }

  @Override
  public T discrete(DiscreteFill plan) {
    return maker.discrete(plan, shape, key);
  }

  @Override
  public T orthogonal(OrthogonalFill plan) {
    return maker.orthogonal(plan, shape, key);
  }

  @Override
  public T diagonal(DiagonalFill plan) {
    return maker.diagonal(plan, shape);
  }

  @Override
  public T table(TableFill plan) {
    return maker.host(plan, shape, key);
  }

  @Override
  public T function(FunctionFill plan) {
    return maker.host(plan, shape, key);
  }

  @Override
  public T affine(AffineFill plan) {
    return maker.affine(make(plan.inner(), key), plan, shape);
  }

  @Override
  public T clamp(ClampFill plan) {
    return maker.clamp(make(plan.inner(), key), plan, shape);
  }

  @Override
  public T sum(SumFill plan) {
    T sum = make(plan.summands().get(0), SubStreams.sum(key, 0));
    for (int k = 1; k < plan.summands().size(); k++) {
      sum = maker.add(sum, make(plan.summands().get(k), SubStreams.sum(key, k)), shape);
    }
    return sum;
  }

  @Override
  public T noise(NoiseFill plan) {
    return maker.add(make(plan.base(), key), make(plan.noise(), SubStreams.noise(key)), shape);
  }

  @Override
  public T mask(MaskFill plan) {
    return maker.keep(make(plan.inner(), key), plan.mask(), shape, SubStreams.mask(key));
  }

  @Override
  public T mixture(MixtureFill plan) {
    List<T> components = new ArrayList<>();
    for (int k = 0; k < plan.components().size(); k++) {
      components.add(make(plan.components().get(k), SubStreams.part(key, k)));
    }
    return maker.choose(components, plan.thresholds(), shape, SubStreams.choice(key));
  }

  @Override
  public T blocks(BlocksFill plan) {
    List<T> blocks = new ArrayList<>();
    for (int k = 0; k < plan.blocks().size(); k++) {
      Shape block = plan.blockShape(shape, k);
      blocks.add(plan.blocks().get(k).make(block, SubStreams.block(key, k), maker));
    }
    return maker.beside(blocks, plan, shape);
  }

  @Override
  public T overlay(OverlayFill plan) {
    T inside = plan.inside().make(plan.box().shape(), key, maker);
    return maker.over(make(plan.base(), key), inside, plan.box(), shape);
  }
}
