package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.ComplexBounds;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.TruncatedNormalFill;
import io.tensorinit.random.NormalWindow;
import io.tensorinit.tensor.Shape;

/**
 * Normal cut to a closed interval; {@code mean} and {@code std} are those of the normal before
 * cutting. With a, b the bounds in units of std and Z = Phi(b) - Phi(a), the result has mean {@code
 * mean + std (phi(a) - phi(b)) / Z}; cut at two standard deviations its std is 0.8796 {@code std}.
 *
 * <p>Any shape; one word an element, drawn by the quantile function: no rejection, no value piles
 * up at a bound. In a complex tensor bounds in units of std scale with each part's std, absolute
 * bounds hold for each part.
 *
 * <p>Source: N. L. Johnson, S. Kotz, N. Balakrishnan (1994), Continuous Univariate Distributions 1,
 * section 13.10.1.
 *
 * @param mean the mean before cutting, finite
 * @param std the standard deviation before cutting, above 0
 * @param low the lower bound, may be -infinity
 * @param high the upper bound, at least {@code low}, may be +infinity
 * @param bounds what the bounds count in
 */
public record TruncatedNormal(double mean, double std, double low, double high, Bounds bounds)
    implements Initializer {
  /** What the bounds of a truncated normal count in. */
  public enum Bounds {
    /** In standard deviations (before cutting) from the mean: Keras, JAX. */
    SIGMAS,
    /** Absolute values: PyTorch, Lux. */
    ABSOLUTE
  }

  /** The standard deviation of a standard normal variable cut at -2 and 2. */
  public static final double STD_CUT_AT_TWO = 0.87962566103423978;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if the mean is not finite, the std not above 0, a bound NaN or
   *     low above high, or if the interval begins more than 37 standard deviations from the mean
   */
  public TruncatedNormal {
    Require.finite("mean", mean);
    Require.positive("std", std);
    boolean sigmas = bounds == Bounds.SIGMAS;
    io.tensorinit.random.TruncatedNormalQuantile.check(
        mean, std, sigmas ? mean + low * std : low, sigmas ? mean + high * std : high);
  }

  /**
   * Normal cut at bounds in units of the standard deviation it has before cutting, which is chosen
   * so that the result has a given one: the variance correction of Keras's VarianceScaling, for any
   * bounds.
   *
   * @param mean the mean before cutting; the result's too where the bounds are symmetric
   * @param std the standard deviation of the result, above 0
   * @param low the lower bound in standard deviations (before cutting) from the mean
   * @param high the upper bound, above {@code low}
   * @return the initializer
   * @throws IllegalArgumentException as the constructor, or if the bounds are equal
   */
  public static TruncatedNormal corrected(double mean, double std, double low, double high) {
    if (low == high) {
      throw new IllegalArgumentException(
          "truncated normal of a given std needs low < high, was low " + low + ", high " + high);
    }
    double cut =
        low == -2 && high == 2 ? STD_CUT_AT_TWO : Math.sqrt(NormalWindow.of(low, high).variance());
    return new TruncatedNormal(mean, std / cut, low, high, Bounds.SIGMAS);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return bounds == Bounds.SIGMAS
        ? new TruncatedNormalFill(
            mean, std, mean + low * std, mean + high * std, ComplexBounds.BY_VARIANCE)
        : new TruncatedNormalFill(mean, std, low, high, ComplexBounds.PER_PART);
  }
}
