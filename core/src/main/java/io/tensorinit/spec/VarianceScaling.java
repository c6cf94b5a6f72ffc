package io.tensorinit.spec;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.tensor.CheckReturnValue;
import io.tensorinit.tensor.Shape;

/**
 * Mean 0 and variance {@code scale / n}, n a number of connections: what Glorot (1, the mean of
 * both fans), He (2, fan in) and LeCun (1, fan in) have in common. A gain g is a scale of g^2; the
 * bounds +-1/sqrt(fan in) are a uniform of scale 1/3.
 *
 * <p>Any shape that the layout gives fans; one word an element. In a complex tensor the variance is
 * the total of both parts.
 *
 * <p>Sources: X. Glorot, Y. Bengio (2010), Understanding the difficulty of training deep
 * feedforward neural networks; K. He, X. Zhang, S. Ren, J. Sun (2015), Delving deep into
 * rectifiers; Y. LeCun, L. Bottou, G. Orr, K.-R. Mueller (1998), Efficient BackProp.
 *
 * @param scale the variance times n, above 0
 * @param mode which fan n is
 * @param distribution the shape of the distribution
 * @param zeroFan what becomes of n = 0
 */
@CheckReturnValue
public record VarianceScaling(
    double scale, FanMode mode, Distribution distribution, ZeroFan zeroFan) implements Initializer {
  /** Glorot uniform: variance 2 / (fan in + fan out), uniform. */
  public static final VarianceScaling GLOROT_UNIFORM =
      new VarianceScaling(1, FanMode.FAN_AVG, Distribution.UNIFORM);

  /** Glorot normal, cut at two sigmas and corrected: variance 2 / (fan in + fan out). */
  public static final VarianceScaling GLOROT_NORMAL =
      new VarianceScaling(1, FanMode.FAN_AVG, Distribution.TRUNCATED_NORMAL);

  /** He uniform: variance 2 / fan in, uniform. */
  public static final VarianceScaling HE_UNIFORM =
      new VarianceScaling(2, FanMode.FAN_IN, Distribution.UNIFORM);

  /** He normal, cut at two sigmas and corrected: variance 2 / fan in. */
  public static final VarianceScaling HE_NORMAL =
      new VarianceScaling(2, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL);

  /** LeCun uniform: variance 1 / fan in, uniform. */
  public static final VarianceScaling LECUN_UNIFORM =
      new VarianceScaling(1, FanMode.FAN_IN, Distribution.UNIFORM);

  /** LeCun normal, cut at two sigmas and corrected: variance 1 / fan in. */
  public static final VarianceScaling LECUN_NORMAL =
      new VarianceScaling(1, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL);

  /**
   * Checks the scale.
   *
   * @throws IllegalArgumentException if {@code scale} is not above 0 and finite
   */
  public VarianceScaling {
    Require.positive("scale", scale);
  }

  /**
   * Variance scaling where a fan of zero counts as one.
   *
   * @param scale the variance times n, above 0
   * @param mode which fan n is
   * @param distribution the shape of the distribution
   * @throws IllegalArgumentException if {@code scale} is not above 0 and finite
   */
  public VarianceScaling(double scale, FanMode mode, Distribution distribution) {
    this(scale, mode, distribution, ZeroFan.COUNTS_AS_ONE);
  }

  /**
   * Standard deviation {@code gain / sqrt(n)}.
   *
   * @param gain the gain of the layer's nonlinearity, not 0; its sign does not matter
   * @param mode which fan n is
   * @param distribution the shape of the distribution
   * @return the initializer of scale gain^2
   * @throws IllegalArgumentException if {@code gain} is 0 or not finite
   */
  public static VarianceScaling ofGain(double gain, FanMode mode, Distribution distribution) {
    if (gain == 0 || !Double.isFinite(gain)) {
      throw new IllegalArgumentException("gain must be finite and not 0, was " + gain);
    }
    return new VarianceScaling(gain * gain, mode, distribution);
  }

  /**
   * This with another rule for a fan of zero.
   *
   * @param rule the rule
   * @return the initializer
   */
  public VarianceScaling withZeroFan(ZeroFan rule) {
    return new VarianceScaling(scale, mode, distribution, rule);
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return distribution.centred(scale / divisor(layout.requireFans(shape), shape));
  }

  private double divisor(Fans fans, Shape shape) {
    double n = mode.of(fans);
    if (Double.isNaN(n)) {
      throw new IllegalArgumentException(
          mode + " needs a fan that is not known for shape " + shape + ", fans are " + fans);
    }
    if (zeroFan == ZeroFan.COUNTS_AS_ONE) {
      return Math.max(1, n);
    }
    if (n == 0) {
      throw new IllegalArgumentException(
          mode + " must not be zero, was zero for shape " + shape + ": a division by zero");
    }
    return n;
  }
}
