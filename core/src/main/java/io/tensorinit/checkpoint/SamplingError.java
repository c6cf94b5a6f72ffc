package io.tensorinit.checkpoint;

import io.tensorinit.model.Parameter;
import io.tensorinit.plan.AffineFill;
import io.tensorinit.plan.ConstantFill;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.Moments;
import io.tensorinit.plan.NormalFill;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.plan.UniformFill;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the statistics of a tensor may lie from its plan's. With n elements of mean m and
 * variance s^2, and x = ln(1 / probability) of each of the four ends that chance can pass:
 *
 * <ul>
 *   <li>mean: within s sqrt(2 x / n) where no tail is heavier than a normal's; else, by Bernstein's
 *       inequality, within d that solves n d^2 = 2 x (s^2 + c d / 3), c the farthest a value that
 *       can be drawn lies from m;
 *   <li>mean square about m, by s^2: from 1 - sqrt(6 x / n) to 1 + 2 sqrt(x / n) + 2 x / n where no
 *       tail is heavier; else by Bernstein's inequality, with c^2 s^2 for the variance of a square
 *       and c^2 for c;
 *   <li>least and greatest value: within the law's bounds, rounded to the dtype; constants exactly;
 *   <li>no NaN.
 * </ul>
 *
 * <p>None of this is asymptotic: it holds for any n. Rounding to the dtype is allowed for at its
 * worst. Sources: S. Bernstein (1924); W. Hoeffding (1963), Probability inequalities for sums of
 * bounded random variables, for draws without replacement; B. Laurent, P. Massart (2000), Adaptive
 * estimation of a quadratic functional, lemma 1, for the upper end of squares; A. Maurer (2003), A
 * bound on the deviation probability for sums of non-negative random variables, for the lower. The
 * sum of an orthogonal matrix has a normal's variance and no heavier tail.
 */
final class SamplingError {
  /** What float32 arithmetic may add, by magnitude. */
  private static final double ARITHMETIC = 1e-6;

  private static final double SYMMETRIC = 1e-9;

  private final Parameter parameter;
  private final TensorStatistics found;
  private final double x;
  private final StoredPrecision precision;
  private final List<String> outside = new ArrayList<>();

  /**
   * Compares a tensor with its plan.
   *
   * @param parameter the plan
   * @param found the tensor's statistics, of the same shape and dtype
   * @param probability of a false alarm, for each of four ends
   */
  SamplingError(Parameter parameter, TensorStatistics found, double probability) {
    this.parameter = parameter;
    this.found = found;
    this.x = -StrictMath.log(probability);
    this.precision = StoredPrecision.of(parameter.dtype());
  }

  /** Which of the statistics lie outside. */
  List<String> outside() {
    if (found.count() == 0) {
      return List.of();
    }
    Moments drawn = Moments.ofDrawn(parameter.plan(), parameter.shape(), parameter.dtype());
    if (drawn.mean().isPresent() && drawn.std().isPresent() && isFinite(drawn)) {
      moments(drawn);
    }
    bounds();
    if (found.nan() > 0) {
      outside.add("nan");
    }
    return List.copyOf(outside);
  }

  /** Whether no value that can be drawn overflows the dtype. */
  private boolean isFinite(Moments drawn) {
    return drawn.min().isPresent()
        && drawn.max().isPresent()
        && Math.max(-drawn.min().getAsDouble(), drawn.max().getAsDouble())
            < parameter.dtype().overflowsFrom();
  }

  private void moments(Moments drawn) {
    double mean = drawn.mean().getAsDouble();
    double std = drawn.std().getAsDouble();
    double far = Math.max(drawn.max().getAsDouble() - mean, mean - drawn.min().getAsDouble());
    double size = Math.sqrt(mean * mean + std * std);
    double slack = ARITHMETIC * size + precision.error(size);
    boolean light = hasLightTails(parameter.plan());
    double n = found.count();
    double apart = light ? std * Math.sqrt(2 * x / n) : bernstein(std * std, far, n);
    double distance = found.mean() - mean;
    if (!(Math.abs(distance) <= apart + slack)) {
      outside.add("mean");
      distance = 0; // is not the std's fault
    }
    boolean complex = parameter.dtype().isComplex();
    double most = complex ? 2 * far * far : far * far;
    double above =
        light ? std * std * 2 * (Math.sqrt(x / n) + x / n) : bernstein(most * std * std, most, n);
    double below = light ? std * std * Math.sqrt(6 * x / n) : above;
    // of the imaginary parts only that their mean is no farther off is known
    double unseen = complex ? apart * apart : 0;
    double root = Math.sqrt(found.std() * found.std() + distance * distance);
    double low = Math.sqrt(Math.max(0, std * std - below - unseen)) - slack;
    double high = Math.sqrt(std * std + above) + slack;
    if (!(root >= low && root <= high)) {
      outside.add("std");
    }
  }

  /** How far a mean of n values lies off, by their variance and how far each can lie off. */
  private double bernstein(double variance, double far, double n) {
    double third = x * far / 3;
    return (third + Math.sqrt(third * third + 2 * n * x * variance)) / n;
  }

  private void bounds() {
    Moments law = parameter.moments();
    boolean exact = parameter.plan() instanceof ConstantFill;
    double reach = Math.max(Math.abs(law.min().orElse(0)), Math.abs(law.max().orElse(0)));
    double slack = exact ? 0 : ARITHMETIC * reach;
    if (law.min().isPresent()
        && !(found.min() >= precision.stored(law.min().getAsDouble() - slack))) {
      outside.add("min");
    }
    if (law.max().isPresent()
        && !(found.max() <= precision.stored(law.max().getAsDouble() + slack))) {
      outside.add("max");
    }
  }

  /**
   * Whether no tail is heavier than a normal's of the same variance, nor the fourth moment larger.
   */
  private static boolean hasLightTails(FillPlan plan) {
    if (plan instanceof AffineFill affine) {
      return hasLightTails(affine.inner());
    }
    if (plan instanceof TruncatedNormalFill cut) {
      double middle = cut.low() / 2 + cut.high() / 2;
      return Math.abs(middle - cut.mean()) <= SYMMETRIC * cut.std();
    }
    return plan instanceof NormalFill
        || plan instanceof UniformFill
        || plan instanceof OrthogonalFill;
  }
}
