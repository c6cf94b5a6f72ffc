package io.tensorinit.plan;

import io.tensorinit.plan.PartMomentsVisitor.Part;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Optional;

/**
 * How the values that a plan makes are distributed: of an element that is picked at random, before
 * it is rounded to a dtype; of a complex tensor, of any part. For pictures: probabilities are off
 * by less than 1e-3. Immutable, and safe for use by several threads.
 */
public final class PlannedDistribution {
  /** What a picture leaves out at either end. */
  private static final double UNSEEN = 5e-5;

  /** How far from the mean a picture goes where there is no bound, in standard deviations. */
  private static final double FAR = 10;

  /** How far from the quartiles a picture goes, in their distance, where there is no std. */
  private static final double FAR_IN_QUARTILES = 3;

  /** A picture goes on to a bound that is as near as this, by its width. */
  private static final double NEAR = 0.1;

  private final Law law;
  private final Moments moments;

  private PlannedDistribution(Law law, Moments moments) {
    this.law = law;
    this.moments = moments;
  }

  /**
   * Follows a plan.
   *
   * @param plan the plan
   * @param shape the whole tensor's shape, for which it was lowered
   * @param dtype the type of the elements; only whether it is complex matters
   * @return the distribution; empty where only a fill would tell it: a program's function, a table
   *     of more than 2^20 elements, a box in what differs by element
   */
  public static Optional<PlannedDistribution> of(FillPlan plan, Shape shape, DType dtype) {
    Moments moments = Moments.of(plan, shape, dtype);
    if (!dtype.isComplex()) {
      return law(plan, shape, Part.ELEMENT).map(law -> new PlannedDistribution(law, moments));
    }
    return law(plan, shape, Part.REAL)
        .flatMap(
            real ->
                law(plan, shape, Part.IMAGINARY)
                    .map(other -> new Law.Mixed(List.of(real, other), List.of(0.5, 0.5))))
        .map(law -> new PlannedDistribution(law, moments));
  }

  private static Optional<Law> law(FillPlan plan, Shape shape, Part part) {
    return plan.accept(new LawVisitor(shape, part))
        .filter(law -> Double.isFinite(law.least()) && Double.isFinite(law.most()));
  }

  /**
   * The distribution function, from below.
   *
   * @param x a number
   * @return the probability of a value less than x, in 0..1
   */
  public double below(double x) {
    return law.below(x);
  }

  /**
   * The distribution function.
   *
   * @param x a number
   * @return the probability of a value of x or less, in 0..1
   */
  public double upTo(double x) {
    return law.upTo(x);
  }

  /**
   * Where a picture of the density begins and ends: at the bounds, or where next to nothing lies
   * beyond (5e-5 on a side); where there is no bound ten standard deviations from the mean at most.
   *
   * @return the least and the greatest value to show; equal for a single value
   */
  public double[] range() {
    double low = quantile(UNSEEN);
    double high = quantile(1 - UNSEEN);
    if (moments.mean().isPresent() && moments.std().isPresent()) {
      double far = FAR * moments.std().getAsDouble();
      double mean = moments.mean().getAsDouble();
      low = moments.min().isPresent() ? low : Math.max(low, mean - far);
      high = moments.max().isPresent() ? high : Math.min(high, mean + far);
    } else {
      double first = quantile(0.25);
      double third = quantile(0.75);
      double far = FAR_IN_QUARTILES * (third - first);
      low = far > 0 ? Math.max(low, first - far) : low;
      high = far > 0 ? Math.min(high, third + far) : high;
    }
    double near = NEAR * (high - low);
    return new double[] {
      low - law.least() <= near ? law.least() : low, law.most() - high <= near ? law.most() : high
    };
  }

  private double quantile(double probability) {
    return LawSums.quantile(law, probability);
  }
}
