package io.tensorinit.plan;

import io.tensorinit.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;

/** Follows a plan's values, held within a {@link Clamp}, to their moments. */
final class PartMomentsVisitor implements FillPlan.Visitor<PartMoments> {
  /** A table of more elements is not read just to tell its moments. */
  private static final long LARGEST_TABLE = 1 << 20;

  /** Float64's first and last quantile: (0 + 1/2) / 2^53 from either end. */
  private static final double END = 0x1p-54;

  /** How far a float64 normal reaches, in standard deviations: 8.2924 at that end. */
  private static final double NORMAL_REACH = 8.3;

  /** Which parts of a tensor. */
  enum Part {
    /** All elements of a real tensor. */
    ELEMENT,
    /** The real parts of a complex one. */
    REAL,
    /** Its imaginary parts. */
    IMAGINARY
  }

  private final Shape shape;
  private final Part part;
  private final Clamp clamp;
  private final boolean drawn;

  /**
   * Follows a plan.
   *
   * @param drawn whether the bounds are those of what can be drawn: a law without bounds ends where
   *     the words of a stream end
   */
  PartMomentsVisitor(Shape shape, Part part, Clamp clamp, boolean drawn) {
    this.shape = shape;
    this.part = part;
    this.clamp = clamp;
    this.drawn = drawn;
  }

  private PartMoments of(FillPlan plan) {
    return plan.accept(this);
  }

  private PartMomentsVisitor within(Clamp newClamp) {
    return new PartMomentsVisitor(shape, part, newClamp, drawn);
  }

  private PartMomentsVisitor within(Shape newShape) {
    return new PartMomentsVisitor(newShape, part, clamp, drawn);
  }

  /** These moments, and the bounds of what is drawn where that is asked for. */
  private PartMoments drawn(PartMoments law, double least, double greatest) {
    if (!drawn) {
      return law;
    }
    double min = Math.max(law.min(), clamp.of(least));
    double max = Math.min(law.max(), clamp.of(greatest));
    return new PartMoments(law.mean(), law.variance(), min, max, law.uniformly());
  }

  /** Zero is what a mask leaves and a pattern lies on. */
  private PartMoments zero() {
    return PartMoments.constant(clamp.of(0));
  }

  @Override
  public PartMoments constant(ConstantFill plan) {
    return part == Part.IMAGINARY ? zero() : PartMoments.constant(clamp.of(plan.value()));
  }

  @Override
  public PartMoments uniform(UniformFill plan) {
    UniformFill own = part == Part.ELEMENT ? plan : plan.ofPart();
    return ClampedLaws.uniform(own.low(), own.high(), clamp);
  }

  @Override
  public PartMoments normal(NormalFill plan) {
    NormalFill own = part == Part.ELEMENT ? plan : plan.ofPart();
    PartMoments law =
        ClampedLaws.normal(
            own.mean(), own.std(), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, clamp);
    double reach = NORMAL_REACH * own.std();
    return drawn(law, own.mean() - reach, own.mean() + reach);
  }

  @Override
  public PartMoments truncatedNormal(TruncatedNormalFill plan) {
    TruncatedNormalFill own = part == Part.ELEMENT ? plan : plan.ofPart();
    return ClampedLaws.normal(own.mean(), own.std(), own.low(), own.high(), clamp);
  }

  @Override
  public PartMoments quantile(QuantileFill plan) {
    PartMoments law = ClampedLaws.quantile(plan.quantile(), clamp);
    return drawn(law, plan.quantile().at(END, 1 - END), plan.quantile().at(1 - END, END));
  }

  @Override
  public PartMoments discrete(DiscreteFill plan) {
    return PartMoments.mixture(
        plan.values().stream().map(value -> PartMoments.constant(clamp.of(value))).toList(),
        plan.probabilities());
  }

  @Override
  public PartMoments orthogonal(OrthogonalFill plan) {
    double gain = plan.gain();
    double larger = Math.max(plan.view().rows(shape), plan.view().columns(shape));
    double variance = gain * gain / larger / (part == Part.ELEMENT ? 1 : 2);
    return clamp.boundsOf(PartMoments.of(0, variance, -Math.abs(gain), Math.abs(gain)));
  }

  @Override
  public PartMoments diagonal(DiagonalFill plan) {
    if (part == Part.IMAGINARY || shape.elementCount() == 0) {
      return zero();
    }
    long rows = shape.size(plan.rowAxis());
    double marked =
        (double) plan.groups() * Math.min(rows / plan.groups(), shape.size(plan.columnAxis()));
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean free =
          axis != plan.rowAxis() && axis != plan.columnAxis() && plan.place().get(axis) < 0;
      marked *= free ? shape.size(axis) : 1;
    }
    return PartMoments.constant(clamp.of(plan.value()))
        .mixed(marked / shape.elementCount(), zero())
        .byElement();
  }

  @Override
  public PartMoments table(TableFill plan) {
    HostTable table = plan.table();
    return population(part == Part.IMAGINARY ? table::imaginaryAt : table::at);
  }

  private PartMoments population(LongToDoubleFunction values) {
    long count = shape.elementCount();
    if (count == 0 || count > LARGEST_TABLE) {
      return clamp.boundsOf(PartMoments.UNKNOWN);
    }
    double mean = 0;
    double squares = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (long i = 0; i < count; i++) {
      // Welford (1962), Note on a method for calculating corrected sums of squares and
      // products: the mean so far, and the squares about it
      double value = clamp.of(values.applyAsDouble(i));
      double before = value - mean;
      mean += before / (i + 1);
      squares += before * (value - mean);
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return PartMoments.of(mean, squares / count, min, max).byElement();
  }

  @Override
  public PartMoments function(FunctionFill plan) {
    return clamp.boundsOf(PartMoments.UNKNOWN);
  }

  @Override
  public PartMoments affine(AffineFill plan) {
    double shift = part == Part.IMAGINARY ? 0 : plan.shift();
    return plan.scale() == 0
        ? PartMoments.constant(clamp.of(shift))
        : within(clamp.before(plan.scale(), shift)).of(plan.inner()).affine(plan.scale(), shift);
  }

  @Override
  public PartMoments clamp(ClampFill plan) {
    return within(clamp.after(plan.low(), plan.high())).of(plan.inner());
  }

  @Override
  public PartMoments sum(SumFill plan) {
    PartMomentsVisitor free = within(Clamp.NONE);
    return clamp.boundsOf(
        plan.summands().stream().map(free::of).reduce(PartMoments::plus).orElseThrow());
  }

  @Override
  public PartMoments noise(NoiseFill plan) {
    PartMomentsVisitor free = within(Clamp.NONE);
    return clamp.boundsOf(free.of(plan.base()).plus(free.of(plan.noise())));
  }

  @Override
  public PartMoments mask(MaskFill plan) {
    return of(plan.inner()).mixed(kept(plan.mask()), zero());
  }

  /** The share of elements that a mask keeps. */
  static double kept(Mask mask) {
    if (mask instanceof Mask.ExactCount exact) {
      return exact.rows() == 0 ? 1 : 1 - (double) exact.zeros() / exact.rows();
    }
    return ((Mask.Bernoulli) mask).keep();
  }

  @Override
  public PartMoments mixture(MixtureFill plan) {
    return PartMoments.mixture(
        plan.components().stream().map(this::of).toList(), plan.probabilities());
  }

  @Override
  public PartMoments blocks(BlocksFill plan) {
    if (plan.sizes().stream().allMatch(size -> size == 0)) {
      return zero();
    }
    List<PartMoments> blocks = new ArrayList<>();
    for (int k = 0; k < plan.blocks().size(); k++) {
      PartMomentsVisitor own = within(plan.blockShape(shape, k));
      blocks.add(plan.blocks().get(k).accept(own));
    }
    PartMoments all = PartMoments.mixture(blocks, plan.sizes());
    return blocks.size() == 1 ? all : all.byElement();
  }

  @Override
  public PartMoments overlay(OverlayFill plan) {
    Shape box = plan.box().shape();
    PartMoments inside = plan.inside().accept(within(box));
    PartMoments base = of(plan.base());
    double share =
        shape.elementCount() == 0 ? 0 : (double) box.elementCount() / shape.elementCount();
    PartMoments all = inside.mixed(share, base);
    return base.uniformly() || share == 0 || share == 1
        ? all.byElement()
        : new PartMoments(Double.NaN, Double.NaN, all.min(), all.max(), false);
  }
}
