package io.tensorinit;

import io.tensorinit.function.ElementFunction;
import io.tensorinit.function.Quantile;
import io.tensorinit.names.InitializerNames;
import io.tensorinit.recipe.InitializerFactory;
import io.tensorinit.spec.Bilinear;
import io.tensorinit.spec.Binomial;
import io.tensorinit.spec.Blocks;
import io.tensorinit.spec.ByFunction;
import io.tensorinit.spec.ByQuantile;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Continuous;
import io.tensorinit.spec.Counts;
import io.tensorinit.spec.DeltaOrthogonal;
import io.tensorinit.spec.Dirac;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.GateBias;
import io.tensorinit.spec.GivenTensor;
import io.tensorinit.spec.Identity;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Mixture;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Sparse;
import io.tensorinit.spec.Stft;
import io.tensorinit.spec.Sum;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.Uniform;
import io.tensorinit.spec.VarianceScaling;
import io.tensorinit.spec.Window;
import io.tensorinit.spec.ZeroFan;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tensor can be filled with, one factory a name.
 *
 * <p>Shape, dtype and seed come when an initializer fills something: {@code
 * heNormal().floats("fc1.weight", 512, 256)}. Only one that was got by a name or a config may have
 * a layout, a dtype or a seed of its own, which count where none is said. Where peers disagree on a
 * name it means what its owner means: {@code heNormal} is truncated as in Keras and JAX, {@code
 * kaimingNormal} is not, as in PyTorch. All methods are pure and may be called by several threads.
 */
public final class Initializers {
  private Initializers() {}

  /**
   * Zero everywhere.
   *
   * @return the initializer
   */
  public static Constant zeros() {
    return new Constant(0);
  }

  /**
   * One everywhere.
   *
   * @return the initializer
   */
  public static Constant ones() {
    return new Constant(1);
  }

  /**
   * One value everywhere.
   *
   * @param value the value, which may be infinite
   * @return the initializer
   * @throws IllegalArgumentException if the value is NaN
   */
  public static Constant constant(double value) {
    return new Constant(value);
  }

  /**
   * An array, repeated along axes where the tensor is larger, as Keras's Constant and JAX's
   * constant do.
   *
   * @param values the values, row-major
   * @param shape the sizes of the array
   * @return the initializer
   * @throws IllegalArgumentException if there are more or fewer values than the shape has elements
   */
  public static Initializer constant(double[] values, long... shape) {
    return GivenTensor.broadcast(values, Shape.of(shape));
  }

  /**
   * A tensor that exists already; only a tensor of its shape can be filled.
   *
   * @param values the values, row-major
   * @param shape its sizes
   * @return the initializer
   * @throws IllegalArgumentException if there are more or fewer values than the shape has elements
   */
  public static GivenTensor given(double[] values, long... shape) {
    return GivenTensor.exact(values, Shape.of(shape));
  }

  /**
   * Uniform on [low, high].
   *
   * @param low the lower bound, finite
   * @param high the upper bound, finite, at least {@code low}
   * @return the initializer
   * @throws IllegalArgumentException if a bound or their distance is not finite, or low exceeds
   *     high
   */
  public static Uniform uniform(double low, double high) {
    return new Uniform(low, high);
  }

  /**
   * Normal.
   *
   * @param mean the mean
   * @param std the standard deviation, 0 or more
   * @return the initializer
   * @throws IllegalArgumentException if one is not finite or the std is negative
   */
  public static Normal normal(double mean, double std) {
    return new Normal(mean, std);
  }

  /**
   * Normal cut at two standard deviations from its mean, not corrected: the result's std is 0.8796
   * {@code std} (Keras's TruncatedNormal).
   *
   * @param mean the mean
   * @param std the standard deviation before cutting, above 0
   * @return the initializer
   * @throws IllegalArgumentException if the mean is not finite or the std not above 0
   */
  public static TruncatedNormal truncatedNormal(double mean, double std) {
    return truncatedNormal(mean, std, -2, 2);
  }

  /**
   * Normal cut at bounds given in standard deviations from its mean, not corrected.
   *
   * @param mean the mean before cutting
   * @param std the standard deviation before cutting, above 0
   * @param lowSigmas the lower bound in units of {@code std} from the mean
   * @param highSigmas the upper bound likewise
   * @return the initializer
   * @throws IllegalArgumentException see {@link TruncatedNormal}
   */
  public static TruncatedNormal truncatedNormal(
      double mean, double std, double lowSigmas, double highSigmas) {
    return new TruncatedNormal(mean, std, lowSigmas, highSigmas, TruncatedNormal.Bounds.SIGMAS);
  }

  /**
   * Normal cut at absolute bounds, as PyTorch's trunc_normal_ and Lux's truncated_normal do.
   *
   * @param mean the mean before cutting
   * @param std the standard deviation before cutting, above 0
   * @param low the least value
   * @param high the largest value
   * @return the initializer
   * @throws IllegalArgumentException see {@link TruncatedNormal}
   */
  public static TruncatedNormal truncatedNormalBetween(
      double mean, double std, double low, double high) {
    return new TruncatedNormal(mean, std, low, high, TruncatedNormal.Bounds.ABSOLUTE);
  }

  /**
   * Normal cut at two standard deviations and corrected: the result has this std, its values end at
   * 2.2737 of them.
   *
   * @param mean the mean
   * @param std the standard deviation of the result, above 0
   * @return the initializer
   * @throws IllegalArgumentException if the mean is not finite or the std not above 0
   */
  public static TruncatedNormal correctedTruncatedNormal(double mean, double std) {
    return TruncatedNormal.corrected(mean, std, -2, 2);
  }

  /**
   * Mean 0 and variance {@code scale / n}.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @param scale the variance times n, above 0
   * @param mode which fan n is
   * @param distribution the shape of the distribution
   * @return the initializer
   * @throws IllegalArgumentException if {@code scale} is not above 0 and finite
   */
  public static VarianceScaling varianceScaling(
      double scale, FanMode mode, Distribution distribution) {
    return new VarianceScaling(scale, mode, distribution);
  }

  /**
   * Glorot (Xavier) uniform: U(+-sqrt(6 / (fan in + fan out))). X. Glorot, Y. Bengio (2010); the
   * title is {@link VarianceScaling}'s.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer
   * @see #xavierUniform
   */
  public static VarianceScaling glorotUniform() {
    return VarianceScaling.GLOROT_UNIFORM;
  }

  /**
   * Glorot normal of std sqrt(2 / (fan in + fan out)), cut at two standard deviations and corrected
   * (Keras, JAX). X. Glorot, Y. Bengio (2010); the title is {@link VarianceScaling}'s.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer
   * @see #xavierNormal
   */
  public static VarianceScaling glorotNormal() {
    return VarianceScaling.GLOROT_NORMAL;
  }

  /**
   * He (Kaiming) uniform: U(+-sqrt(6 / fan in)). K. He et al. (2015); the title is {@link
   * VarianceScaling}'s.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer; a fan in of zero counts as 1, as in Keras
   * @see #kaimingUniform
   */
  public static VarianceScaling heUniform() {
    return VarianceScaling.HE_UNIFORM;
  }

  /**
   * He normal of std sqrt(2 / fan in), cut at two standard deviations and corrected (Keras, JAX).
   * K. He et al. (2015); the title is {@link VarianceScaling}'s.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer; a fan in of zero counts as 1, as in Keras
   * @see #kaimingNormal
   */
  public static VarianceScaling heNormal() {
    return VarianceScaling.HE_NORMAL;
  }

  /**
   * LeCun uniform: U(+-sqrt(3 / fan in)). Y. LeCun et al. (1998); the title is {@link
   * VarianceScaling}'s.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer
   */
  public static VarianceScaling lecunUniform() {
    return VarianceScaling.LECUN_UNIFORM;
  }

  /**
   * LeCun normal of std sqrt(1 / fan in), cut at two standard deviations and corrected (Keras,
   * JAX). Y. LeCun et al. (1998); the title is {@link VarianceScaling}'s.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer
   */
  public static VarianceScaling lecunNormal() {
    return VarianceScaling.LECUN_NORMAL;
  }

  /**
   * LeCun normal of std sqrt(1 / fan in), not cut. Y. LeCun et al. (1998); the title is {@link
   * VarianceScaling}'s.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer
   */
  public static VarianceScaling lecunPlainNormal() {
    return varianceScaling(1, FanMode.FAN_IN, Distribution.NORMAL);
  }

  /**
   * PyTorch's xavier_uniform_: U(+-gain sqrt(6 / (fan in + fan out))).
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @param gain the gain, not 0
   * @return the initializer; refuses a tensor whose fans are both zero
   * @throws IllegalArgumentException if {@code gain} is 0 or not finite
   */
  public static VarianceScaling xavierUniform(double gain) {
    return VarianceScaling.ofGain(gain, FanMode.FAN_AVG, Distribution.UNIFORM)
        .withZeroFan(ZeroFan.REFUSED);
  }

  /**
   * PyTorch's xavier_normal_: normal of std gain sqrt(2 / (fan in + fan out)), not cut.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @param gain the gain, not 0
   * @return the initializer; refuses a tensor whose fans are both zero
   * @throws IllegalArgumentException if {@code gain} is 0 or not finite
   */
  public static VarianceScaling xavierNormal(double gain) {
    return VarianceScaling.ofGain(gain, FanMode.FAN_AVG, Distribution.NORMAL)
        .withZeroFan(ZeroFan.REFUSED);
  }

  /**
   * PyTorch's kaiming_uniform_ with its defaults: U(+-sqrt(6 / fan in)).
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer; a fan in of zero counts as 1, as it does for {@link #heUniform}
   */
  public static VarianceScaling kaimingUniform() {
    return heUniform();
  }

  /**
   * PyTorch's kaiming_uniform_: U(+-gain sqrt(3 / n)).
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @param gain the gain of the nonlinearity, not 0
   * @param mode which fan n is
   * @return the initializer; n = 0 counts as 1: PyTorch leaves a tensor without elements as it is
   *     here, while its Xavier, and so {@link #xavierUniform}, refuses fans of zero
   * @throws IllegalArgumentException if {@code gain} is 0 or not finite
   */
  public static VarianceScaling kaimingUniform(double gain, FanMode mode) {
    return VarianceScaling.ofGain(gain, mode, Distribution.UNIFORM);
  }

  /**
   * PyTorch's kaiming_normal_ with its defaults: normal of std sqrt(2 / fan in), not cut.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer; a fan in of zero counts as 1
   */
  public static VarianceScaling kaimingNormal() {
    return varianceScaling(2, FanMode.FAN_IN, Distribution.NORMAL);
  }

  /**
   * PyTorch's kaiming_normal_: normal of std gain / sqrt(n), not cut.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @param gain the gain of the nonlinearity, not 0
   * @param mode which fan n is
   * @return the initializer; n = 0 counts as 1: PyTorch leaves a tensor without elements as it is
   *     here, while its Xavier, and so {@link #xavierUniform}, refuses fans of zero
   * @throws IllegalArgumentException if {@code gain} is 0 or not finite
   */
  public static VarianceScaling kaimingNormal(double gain, FanMode mode) {
    return VarianceScaling.ofGain(gain, mode, Distribution.NORMAL);
  }

  /**
   * U(+-1/sqrt(fan in)): the default of PyTorch's Linear and Conv weights, which spell it {@code
   * kaiming_uniform_(a=sqrt(5))}, and DL4J's UNIFORM.
   *
   * <p>Fans are the layout's; where none is said the axes are (out, in, kernel...).
   *
   * @return the initializer
   */
  public static VarianceScaling fanInUniform() {
    return varianceScaling(1.0 / 3, FanMode.FAN_IN, Distribution.UNIFORM);
  }

  /**
   * The initializer of a name, with its owner's defaults: {@code he_normal}, {@code HeNormal},
   * {@code torch:kaiming_normal_}, {@code dl4j:XAVIER}. Without a prefix it means the first of
   * {@link InitializerNames#list} that has it: TensorInit's own, then Keras's, torch's, JAX's ...
   *
   * <p>Where no layout is said, a name without prefix reads the axes as (out, in, kernel...),
   * {@code HeNormal} too; one with a prefix reads them by that peer's convention. A Keras kernel's
   * (in, out) is {@code keras:HeNormal}, {@link #get(Map)} or {@link Keras#parse}.
   *
   * @param name the name
   * @return the initializer
   * @throws IllegalArgumentException if there is no such name (the message suggests the nearest) or
   *     it has a parameter without default
   */
  public static Initializer get(String name) {
    return InitializerNames.resolve(name).initializer();
  }

  /**
   * The initializer of a name and its owner's parameters. Axes are read as {@link #get(String)}
   * does: (out, in, kernel...) for a name without prefix. Keras's config objects, whose axes are
   * (in, out), are for {@link #get(Map)} and {@link Keras#parse}.
   *
   * @param name the name, as in {@link #get(String)}
   * @param config the parameters by the owner's names; a {@code seed} among them becomes the
   *     initializer's {@linkplain Initializer#ownSeed own}
   * @return the initializer
   * @throws IllegalArgumentException if there is no such name, or a parameter is unknown, missing
   *     or not allowed
   */
  @SuppressWarnings("exports") // of JSpecify's annotations only tools make use
  public static Initializer get(String name, Map<String, @Nullable Object> config) {
    return InitializerNames.resolve(name, config).seeded();
  }

  /**
   * The initializer of one of Keras's config objects, of Keras 2 ({@code class_name}, {@code
   * config}) or Keras 3 (also {@code module} and {@code registered_name}). As a Keras kernel's axes
   * are (in, out), its fans follow Keras's convention where no layout is said.
   *
   * @param configObject the object; its class name may be any name, and another peer's prefix
   *     brings that peer's convention
   * @return the initializer; a {@code seed} in its config is its {@linkplain Initializer#ownSeed
   *     own}
   * @throws IllegalArgumentException if the object is no such object or names no initializer, or a
   *     parameter is unknown, missing or not allowed
   */
  public static Initializer get(Map<String, ?> configObject) {
    return InitializerNames.resolve(configObject).seeded();
  }

  /**
   * Gives a name to an initializer of one's own, so that {@link #get(String)}, manifests and config
   * objects know it.
   *
   * @param name the name, not blank, without a colon
   * @param factory makes the initializer from its config
   * @throws IllegalArgumentException if the name is blank, holds a colon or is taken
   */
  public static void register(String name, InitializerFactory factory) {
    InitializerNames.register(name, factory);
  }

  /**
   * Orthogonal: the last axis makes the columns, all others the rows (Keras, JAX, Lux). Other
   * views, stacks and the QR method are {@link Orthogonal}'s.
   *
   * @return the initializer of gain 1
   */
  public static Orthogonal orthogonal() {
    return orthogonal(1);
  }

  /**
   * Orthogonal times a factor.
   *
   * @param gain the factor, finite in float32
   * @return the initializer
   * @throws IllegalArgumentException if the gain is not finite in float32
   */
  public static Orthogonal orthogonal(double gain) {
    return new Orthogonal(gain);
  }

  /**
   * A convolution, stored {@code (kernel..., in, out)}, that is an orthogonal map in its centre.
   *
   * @param gain the factor, finite in float32
   * @return the initializer
   * @throws IllegalArgumentException if the gain is not finite in float32
   */
  public static DeltaOrthogonal deltaOrthogonal(double gain) {
    return new DeltaOrthogonal(gain);
  }

  /**
   * The identity of any rank; a convolution's channels are where the layout says.
   *
   * @return the initializer
   */
  public static Identity identity() {
    return identity(1);
  }

  /**
   * The identity times a factor.
   *
   * @param gain the value on the diagonal, finite
   * @return the initializer
   * @throws IllegalArgumentException if the gain is not finite
   */
  public static Identity identity(double gain) {
    return new Identity(gain);
  }

  /**
   * PyTorch's dirac_: a convolution that passes channels on, group by group.
   *
   * @param groups the groups, 1 or more
   * @return the initializer
   * @throws IllegalArgumentException if they are below 1
   */
  public static Dirac dirac(int groups) {
    return new Dirac(groups);
  }

  /**
   * A matrix with ceil(sparsity rows) zeros in each column, the rest normal.
   *
   * @param sparsity the fraction of each column that is zero
   * @param std the standard deviation of the rest
   * @return the initializer
   * @throws IllegalArgumentException if the sparsity does not lie in 0..1, or the std is negative
   *     or not finite
   */
  public static Sparse sparse(double sparsity, double std) {
    return new Sparse(normal(0, std), sparsity);
  }

  /**
   * The filter of bilinear upsampling (MXNet).
   *
   * @return the initializer
   */
  public static Bilinear bilinear() {
    return new Bilinear();
  }

  /**
   * The kernel of a short-time Fourier transform, with Keras's defaults: a symmetric Hann window
   * scaled to a density.
   *
   * @param side which part of the transform
   * @return the initializer
   */
  public static Stft stft(Stft.Side side) {
    return new Stft(side, Window.named("hann"), Stft.Scaling.DENSITY, false);
  }

  /**
   * The bias of an LSTM: 1 for its forget gate, 0 for the others.
   *
   * @param order the order of the gates: {@code ifco} (Keras, MXNet), {@code ifgo} (PyTorch),
   *     {@code ifog} (DL4J)
   * @return the initializer
   * @throws IllegalArgumentException if the order has not exactly one {@code f}
   */
  public static GateBias unitForgetBias(String order) {
    return new GateBias(order, 'f', 1, zeros());
  }

  /**
   * The number of successes in independent trials.
   *
   * @param trials the number of trials
   * @param success the probability of a success, in 0..1
   * @return the initializer
   * @throws IllegalArgumentException see {@link Binomial}
   */
  public static Binomial binomial(int trials, double success) {
    return new Binomial(trials, success);
  }

  /**
   * Log-uniform: {@code low^(1-v) high^v}, v uniform.
   *
   * @param low the least value, above 0
   * @param high the largest value, at least {@code low}
   * @return the initializer
   * @throws IllegalArgumentException if the bounds are not positive and finite, or reversed
   */
  public static Continuous logUniform(double low, double high) {
    return Continuous.of(Continuous.Family.LOG_UNIFORM, low, high);
  }

  /**
   * Log-normal: {@code exp(x)}, x normal.
   *
   * @param mean the mean of x
   * @param std the standard deviation of x, 0 or more
   * @return the initializer
   * @throws IllegalArgumentException if the mean is not finite, or the std negative or not finite
   */
  public static Continuous logNormal(double mean, double std) {
    return Continuous.of(Continuous.Family.LOG_NORMAL, mean, std);
  }

  /**
   * Exponential.
   *
   * @param scale the mean (1 / rate), above 0
   * @return the initializer
   * @throws IllegalArgumentException if the scale is not above 0 and finite
   */
  public static Continuous exponential(double scale) {
    return Continuous.of(Continuous.Family.EXPONENTIAL, scale);
  }

  /**
   * Any of the continuous distributions that have a name.
   *
   * @param family the distribution
   * @param parameters its parameters, see {@link Continuous.Family#parameterNames}
   * @return the initializer
   * @throws IllegalArgumentException if they are too many or too few, or one lies outside its range
   */
  public static Continuous continuous(Continuous.Family family, double... parameters) {
    return Continuous.of(family, parameters);
  }

  /**
   * Any of the distributions of whole numbers that have a name; {@link #binomial} is another.
   *
   * @param family the distribution
   * @param parameters its parameters, see {@link Counts.Family#parameterNames}
   * @return the initializer
   * @throws IllegalArgumentException if they are too many or too few, or one lies outside its range
   */
  public static Counts counts(Counts.Family family, double... parameters) {
    return Counts.of(family, parameters);
  }

  /**
   * Any continuous distribution, by its quantile function. A table is made of it and kept as long
   * as this very object, or an equal one, is used: make it once, not for each tensor.
   *
   * @param quantile the inverse of the distribution function
   * @return the initializer
   */
  public static ByQuantile quantile(Quantile quantile) {
    return new ByQuantile(quantile);
  }

  /**
   * A Java function of an element's index and random words.
   *
   * @param function the function
   * @return the initializer
   */
  public static ByFunction function(ElementFunction function) {
    return new ByFunction(function);
  }

  /**
   * The sum of independent draws.
   *
   * @param summands what to add, one or more
   * @return the initializer
   * @throws IllegalArgumentException if there is none, or one has a seed of its own
   */
  public static Sum sum(Initializer... summands) {
    return new Sum(List.of(summands));
  }

  /**
   * Each element from one of several initializers. The initializer of D2L's exercise is
   *
   * <pre>{@code
   * mixture(chance(0.25, uniform(5, 10)), chance(0.5, zeros()), chance(0.25, uniform(-10, -5)))
   * }</pre>
   *
   * @param chances the initializers with their probabilities, which add up to 1
   * @return the initializer
   * @throws IllegalArgumentException if there is none, the probabilities do not add up to 1, or an
   *     initializer has a seed of its own
   */
  public static Mixture mixture(Mixture.Chance... chances) {
    return new Mixture(List.of(chances));
  }

  /**
   * One of the initializers of a {@link #mixture}, with its probability.
   *
   * @param probability the probability that an element comes from it, in 0..1
   * @param initializer the initializer
   * @return both
   * @throws IllegalArgumentException if the probability does not lie in 0..1
   */
  public static Mixture.Chance chance(double probability, Initializer initializer) {
    return new Mixture.Chance(probability, initializer);
  }

  /**
   * Initializers side by side along an axis, each with fans and stream of its own.
   *
   * @param axis the axis, negative ones counted from the end
   * @param blocks the blocks
   * @return the initializer
   * @throws IllegalArgumentException if there is none, or one has a seed of its own
   */
  public static Blocks blocks(int axis, Blocks.Block... blocks) {
    return new Blocks(axis, List.of(blocks));
  }

  /**
   * A block of {@link #blocks} that takes an equal share of what the others leave.
   *
   * @param initializer what it is filled with
   * @return the block
   */
  public static Blocks.Block block(Initializer initializer) {
    return new Blocks.Block(initializer);
  }

  /**
   * A block of {@link #blocks} of a given size.
   *
   * @param size its size along the axis, 0 or more
   * @param initializer what it is filled with
   * @return the block
   * @throws IllegalArgumentException if the size is negative
   */
  public static Blocks.Block block(long size, Initializer initializer) {
    return new Blocks.Block(size, initializer);
  }
}
