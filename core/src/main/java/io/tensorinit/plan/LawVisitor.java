package io.tensorinit.plan;

import io.tensorinit.plan.PartMomentsVisitor.Part;
import io.tensorinit.random.BetaFamily;
import io.tensorinit.random.NormalQuantile;
import io.tensorinit.random.TruncatedNormalQuantile;
import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Follows a plan to the distribution of an element that is picked at random; empty where nothing
 * short of a fill tells it (a program's function, a table of more than 2^20 elements).
 */
final class LawVisitor implements FillPlan.Visitor<Optional<Law>> {
  /** A table of more elements is not read just to tell its distribution. */
  private static final long LARGEST_TABLE = 1 << 20;

  /** In larger matrices an element's distribution is a normal's to a thousandth. */
  private static final double LARGEST_SPHERE = 1024;

  private final Shape shape;
  private final Part part;

  LawVisitor(Shape shape, Part part) {
    this.shape = shape;
    this.part = part;
  }

  private static Optional<Law> point(double value) {
    return Optional.of(PointsLaw.of(value));
  }

  private static Law scaled(Law law, double scale, double shift) {
    return scale == 1 && shift == 0 ? law : new Law.Affine(law, scale, shift);
  }

  private Optional<Law> mixed(List<Optional<Law>> cases, List<? extends Number> weights) {
    double total = weights.stream().mapToDouble(Number::doubleValue).sum();
    List<Law> laws = new ArrayList<>();
    List<Double> probabilities = new ArrayList<>();
    for (int k = 0; k < cases.size(); k++) {
      double probability = weights.get(k).doubleValue() / total;
      if (probability > 0) {
        if (cases.get(k).isEmpty()) {
          return Optional.empty();
        }
        laws.add(cases.get(k).get());
        probabilities.add(probability);
      }
    }
    return Optional.of(laws.size() == 1 ? laws.get(0) : new Law.Mixed(laws, probabilities));
  }

  @Override
  public Optional<Law> constant(ConstantFill plan) {
    return point(part == Part.IMAGINARY ? 0 : plan.value());
  }

  @Override
  public Optional<Law> uniform(UniformFill plan) {
    UniformFill own = part == Part.ELEMENT ? plan : plan.ofPart();
    return own.low() == own.high()
        ? point(own.low())
        : Optional.of(new Law.Uniform(own.low(), own.high()));
  }

  @Override
  public Optional<Law> normal(NormalFill plan) {
    NormalFill own = part == Part.ELEMENT ? plan : plan.ofPart();
    return own.std() == 0
        ? point(own.mean())
        : Optional.of(scaled(QuantileLaw.of(NormalQuantile.STANDARD), own.std(), own.mean()));
  }

  @Override
  public Optional<Law> truncatedNormal(TruncatedNormalFill plan) {
    TruncatedNormalFill own = part == Part.ELEMENT ? plan : plan.ofPart();
    if (own.low() == own.high()) {
      return point(own.low());
    }
    QuantileLaw window =
        QuantileLaw.of(
            TruncatedNormalQuantile.quantile(own.mean(), own.std(), own.low(), own.high()));
    return Optional.of(scaled(window, own.std(), own.mean()));
  }

  @Override
  public Optional<Law> quantile(QuantileFill plan) {
    return Optional.of(QuantileLaw.of(plan.quantile()));
  }

  @Override
  public Optional<Law> discrete(DiscreteFill plan) {
    return Optional.of(PointsLaw.of(plan.values(), plan.probabilities()));
  }

  /**
   * An element of a Haar distributed matrix is a coordinate of a point on the sphere in as many
   * dimensions n as its longer side has (2 n if complex), whose (1 + x) / 2 has the beta
   * distribution with both shapes (n - 1) / 2.
   */
  @Override
  public Optional<Law> orthogonal(OrthogonalFill plan) {
    double gain = Math.abs(plan.gain());
    double side = Math.max(plan.view().rows(shape), plan.view().columns(shape));
    double dimensions = part == Part.ELEMENT ? side : 2 * side;
    if (gain == 0 || dimensions == 0) {
      return point(0);
    }
    if (dimensions == 1) {
      return Optional.of(PointsLaw.of(List.of(-gain, gain), List.of(0.5, 0.5)));
    }
    if (dimensions > LARGEST_SPHERE) {
      QuantileLaw normal = QuantileLaw.of(NormalQuantile.STANDARD);
      return Optional.of(scaled(normal, gain / Math.sqrt(dimensions), 0));
    }
    double exponent = (dimensions - 1) / 2;
    QuantileLaw beta =
        QuantileLaw.of(new SphereQuantile(BetaFamily.beta(exponent, exponent), exponent));
    return Optional.of(scaled(beta, gain, 0));
  }

  @Override
  public Optional<Law> diagonal(DiagonalFill plan) {
    PartMoments moments = plan.accept(new PartMomentsVisitor(shape, part, Clamp.NONE, false));
    double share = plan.value() == 0 ? 0 : moments.mean() / plan.value();
    return share == 0
        ? point(0)
        : Optional.of(PointsLaw.of(List.of(0.0, plan.value()), List.of(1 - share, share)));
  }

  @Override
  public Optional<Law> table(TableFill plan) {
    long count = shape.elementCount();
    if (count == 0 || count > LARGEST_TABLE) {
      return Optional.empty();
    }
    double[] values = new double[(int) count];
    for (int i = 0; i < values.length; i++) {
      values[i] = part == Part.IMAGINARY ? plan.table().imaginaryAt(i) : plan.table().at(i);
      if (!Double.isFinite(values[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(PointsLaw.ofSample(values));
  }

  @Override
  public Optional<Law> function(FunctionFill plan) {
    return Optional.empty();
  }

  @Override
  public Optional<Law> affine(AffineFill plan) {
    double shift = part == Part.IMAGINARY ? 0 : plan.shift();
    return plan.scale() == 0
        ? point(shift)
        : plan.inner().accept(this).map(inner -> scaled(inner, plan.scale(), shift));
  }

  @Override
  public Optional<Law> clamp(ClampFill plan) {
    Clamp clamp = new Clamp(plan.low(), plan.high());
    return plan.inner().accept(this).map(inner -> new Law.Held(inner, clamp));
  }

  @Override
  public Optional<Law> sum(SumFill plan) {
    return plan.summands().stream()
        .map(summand -> summand.accept(this))
        .reduce(this::sum)
        .orElseThrow();
  }

  @Override
  public Optional<Law> noise(NoiseFill plan) {
    return sum(plan.base().accept(this), plan.noise().accept(this));
  }

  private Optional<Law> sum(Optional<Law> left, Optional<Law> right) {
    return left.flatMap(one -> right.map(other -> LawSums.of(one, other)));
  }

  @Override
  public Optional<Law> mask(MaskFill plan) {
    double kept = PartMomentsVisitor.kept(plan.mask());
    return mixed(List.of(plan.inner().accept(this), point(0)), List.of(kept, 1 - kept));
  }

  @Override
  public Optional<Law> mixture(MixtureFill plan) {
    return mixed(
        plan.components().stream().map(component -> component.accept(this)).toList(),
        plan.probabilities());
  }

  @Override
  public Optional<Law> blocks(BlocksFill plan) {
    if (shape.elementCount() == 0) {
      return point(0);
    }
    List<Optional<Law>> blocks = new ArrayList<>();
    for (int k = 0; k < plan.blocks().size(); k++) {
      blocks.add(plan.blocks().get(k).accept(new LawVisitor(plan.blockShape(shape, k), part)));
    }
    return mixed(blocks, plan.sizes());
  }

  @Override
  public Optional<Law> overlay(OverlayFill plan) {
    Shape box = plan.box().shape();
    double share =
        shape.elementCount() == 0 ? 0 : (double) box.elementCount() / shape.elementCount();
    PartMoments base = plan.base().accept(new PartMomentsVisitor(shape, part, Clamp.NONE, false));
    return base.uniformly() || share == 0 || share == 1
        ? mixed(
            List.of(plan.inside().accept(new LawVisitor(box, part)), plan.base().accept(this)),
            List.of(share, 1 - share))
        : Optional.empty();
  }
}
