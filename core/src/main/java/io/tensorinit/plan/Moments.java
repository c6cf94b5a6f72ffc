package io.tensorinit.plan;

import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a plan makes, in four numbers: those of the law, not of a sample, before the values are
 * rounded to a dtype. Closed forms wherever there are any, so the cost does not grow with the
 * tensor; a table of at most 2^20 elements is read.
 *
 * <p>Where elements differ (a diagonal, blocks, a padding row) the numbers are those of the
 * population of all elements. An orthogonal matrix has mean 0, root mean square gain /
 * sqrt(max(rows, columns)) and bounds +-|gain|.
 *
 * @param mean the mean, of the real parts if complex; empty where it is not known
 * @param std the standard deviation; of a complex tensor sqrt(E|x - E x|^2), both parts together
 * @param min the least value any part can take; empty where no bound is known
 * @param max the largest value any part can take
 */
public record Moments(
    OptionalDouble mean, OptionalDouble std, OptionalDouble min, OptionalDouble max) {
  /** How far a float32 normal reaches, in standard deviations. */
  private static final double NORMAL_REACH = 6.34;

  /**
   * The moments of what a plan makes.
   *
   * @param plan the plan
   * @param shape the whole tensor's shape, for which it was lowered
   * @param dtype the type of the elements; only whether it is complex matters
   * @return the moments
   */
  public static Moments of(FillPlan plan, Shape shape, DType dtype) {
    return of(plan, shape, dtype, false);
  }

  /**
   * The moments of what a plan makes, with bounds of what can be drawn: a law without bounds ends
   * where the words of a stream end, a normal at 8.3 standard deviations in any dtype.
   *
   * @param plan the plan
   * @param shape the whole tensor's shape, for which it was lowered
   * @param dtype the type of the elements; only whether it is complex matters
   * @return the moments
   */
  public static Moments ofDrawn(FillPlan plan, Shape shape, DType dtype) {
    return of(plan, shape, dtype, true);
  }

  private static Moments of(FillPlan plan, Shape shape, DType dtype, boolean drawn) {
    if (!dtype.isComplex()) {
      PartMoments all = parts(plan, shape, PartMomentsVisitor.Part.ELEMENT, drawn);
      return of(all.mean(), all.variance(), all.min(), all.max());
    }
    PartMoments real = parts(plan, shape, PartMomentsVisitor.Part.REAL, drawn);
    PartMoments imaginary = parts(plan, shape, PartMomentsVisitor.Part.IMAGINARY, drawn);
    return of(
        real.mean(),
        real.variance() + imaginary.variance(),
        Math.min(real.min(), imaginary.min()),
        Math.max(real.max(), imaginary.max()));
  }

  private static PartMoments parts(
      FillPlan plan, Shape shape, PartMomentsVisitor.Part part, boolean drawn) {
    return plan.accept(new PartMomentsVisitor(shape, part, Clamp.NONE, drawn));
  }

  private static Moments of(double mean, double variance, double min, double max) {
    return new Moments(finite(mean), finite(Math.sqrt(variance)), finite(min), finite(max));
  }

  private static OptionalDouble finite(double value) {
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /**
   * Refuses bounds that would be stored as infinity or NaN.
   *
   * @param dtype the type of the stored elements
   * @throws IllegalArgumentException if a bound, rounded to the type, overflows it
   */
  public void requireFits(DType dtype) {
    for (OptionalDouble bound : new OptionalDouble[] {min, max}) {
      if (bound.isPresent() && computed(bound.getAsDouble(), dtype) >= dtype.overflowsFrom()) {
        throw new IllegalArgumentException(
            "values must stay below "
                + dtype.overflowsFrom()
                + " for dtype "
                + dtype
                + ", but reach "
                + bound.getAsDouble());
      }
    }
  }

  /** The magnitude in the precision that values of the type are computed in. */
  private static double computed(double bound, DType dtype) {
    return Math.abs(dtype.isDouble() ? bound : (float) bound);
  }

  /**
   * Warns of unbounded values that may overflow: where |mean| + 6.34 std, how far a normal reaches,
   * exceeds the type.
   *
   * @param dtype the type of the stored elements
   * @return one line, empty if all is well
   */
  public Optional<String> warning(DType dtype) {
    if ((min.isPresent() && max.isPresent()) || mean.isEmpty() || std.isEmpty()) {
      return Optional.empty();
    }
    double reach = Math.abs(mean.getAsDouble()) + NORMAL_REACH * std.getAsDouble();
    return reach < dtype.overflowsFrom()
        ? Optional.empty()
        : Optional.of(
            "values may overflow dtype "
                + dtype
                + ", which ends at "
                + dtype.maxValue()
                + ": |mean| + 6.34 std is "
                + reach);
  }
}
