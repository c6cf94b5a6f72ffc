package io.tensorinit.spec;

import io.tensorinit.function.Quantile;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.random.BetaFamily;
import io.tensorinit.random.ClosedForms;
import io.tensorinit.random.GammaFamily;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * A continuous distribution of a {@link Family}, drawn by its quantile function; one word an
 * element. Any shape. In a complex tensor each part is drawn as a real element would be.
 *
 * <p>Sources: N. L. Johnson, S. Kotz, N. Balakrishnan (1994), Continuous Univariate Distributions
 * 1; the same (1995), volume 2; A. Gu, T. Dao (2023), Mamba: linear-time sequence modeling with
 * selective state spaces; T. Dao, A. Gu (2024), Transformers are SSMs.
 *
 * @param family the distribution
 * @param parameters its parameters, in the order of {@link Family#parameterNames}
 */
public record Continuous(Family family, List<Double> parameters) implements Initializer {
  /** The distributions that have a name; formulas are those of {@link Quantiles}. */
  public enum Family {
    /** The logarithm is uniform on [ln low, ln high]. */
    LOG_UNIFORM(p -> Quantiles.logUniform(p.get(0), p.get(1)), "low", "high"),
    /** The logarithm is normal with this mean and standard deviation. */
    LOG_NORMAL(p -> Quantiles.logNormal(p.get(0), p.get(1)), "mean", "std"),
    /** |z| std, z standard normal. */
    HALF_NORMAL(p -> Quantiles.halfNormal(p.get(0)), "std"),
    /** Exponential of mean {@code scale}. */
    EXPONENTIAL(p -> Quantiles.exponential(p.get(0)), "scale"),
    /** Laplace, the double exponential; std sqrt(2) scale. */
    LAPLACE(p -> Quantiles.laplace(p.get(0), p.get(1)), "mean", "scale"),
    /** Cauchy; it has no mean and no variance. */
    CAUCHY(p -> Quantiles.cauchy(p.get(0), p.get(1)), "median", "scale"),
    /** Logistic; std pi / sqrt(3) scale. */
    LOGISTIC(p -> Quantiles.logistic(p.get(0), p.get(1)), "mean", "scale"),
    /** Gumbel, of maxima. */
    GUMBEL(p -> Quantiles.gumbel(p.get(0), p.get(1)), "mode", "scale"),
    /** Weibull with this exponent. */
    WEIBULL(p -> Quantiles.weibull(p.get(0), p.get(1)), "shape", "scale"),
    /** Rayleigh with this mode. */
    RAYLEIGH(p -> Quantiles.rayleigh(p.get(0)), "scale"),
    /** Pareto with this exponent of its tail and this least value. */
    PARETO(p -> Quantiles.pareto(p.get(0), p.get(1)), "shape", "low"),
    /** The logarithm of a uniform on [low, high]: Mamba-2's A_log is that of (1, 16). */
    LOG_OF_UNIFORM(p -> logOfUniform(p.get(0), p.get(1)), "low", "high"),
    /**
     * Mamba's dt bias: {@code x + ln(1 - exp(-x))}, the inverse of softplus, of x log-uniform on
     * [low, high] but at least {@code floor}.
     */
    INVERSE_SOFTPLUS_OF_LOG_UNIFORM(
        p -> inverseSoftplus(p.get(0), p.get(1), p.get(2)), "low", "high", "floor"),
    /** Gamma; mean shape scale. */
    GAMMA(p -> GammaFamily.gamma(p.get(0), p.get(1)), "shape", "scale"),
    /** The reciprocal of a gamma of scale 1, times scale. */
    INVERSE_GAMMA(p -> GammaFamily.inverseGamma(p.get(0), p.get(1)), "shape", "scale"),
    /** The sum of the squares of standard normals. */
    CHI_SQUARE(p -> GammaFamily.chiSquare(p.get(0)), "degrees"),
    /** The root of the sum of the squares of standard normals. */
    CHI(p -> GammaFamily.chi(p.get(0)), "degrees"),
    /** Maxwell: the length of a vector of three normals of this std. */
    MAXWELL(p -> GammaFamily.maxwell(p.get(0)), "scale"),
    /** Nakagami: the root of a gamma of this shape and of mean spread. */
    NAKAGAMI(p -> GammaFamily.nakagami(p.get(0), p.get(1)), "shape", "spread"),
    /** Beta, on [0, 1]; mean a / (a + b). */
    BETA(p -> BetaFamily.beta(p.get(0), p.get(1)), "a", "b"),
    /** x / (1 - x), x beta distributed. */
    BETA_PRIME(p -> BetaFamily.betaPrime(p.get(0), p.get(1)), "a", "b"),
    /** Student's t, moved and scaled. */
    STUDENT_T(p -> BetaFamily.studentT(p.get(0), p.get(1), p.get(2)), "degrees", "mean", "scale"),
    /** Fisher's F: the ratio of two chi-squares, each over its degrees of freedom. */
    F_RATIO(p -> BetaFamily.ratioF(p.get(0), p.get(1)), "numerator", "denominator"),
    /** Triangular with this peak. */
    TRIANGULAR(p -> ClosedForms.triangular(p.get(0), p.get(1), p.get(2)), "low", "high", "peak"),
    /** The arcsine distribution. */
    ARCSINE(p -> ClosedForms.arcsine(p.get(0), p.get(1)), "low", "high"),
    /** Kumaraswamy's, on [0, 1]. */
    KUMARASWAMY(p -> ClosedForms.kumaraswamy(p.get(0), p.get(1)), "a", "b"),
    /** The power distribution, on [0, high]. */
    POWER(p -> ClosedForms.power(p.get(0), p.get(1)), "shape", "high"),
    /** Frechet, of maxima. */
    FRECHET(p -> ClosedForms.frechet(p.get(0), p.get(1)), "shape", "scale"),
    /** Log-logistic; median scale. */
    LOG_LOGISTIC(p -> ClosedForms.logLogistic(p.get(0), p.get(1)), "shape", "scale"),
    /** Levy; it has no mean and no variance. */
    LEVY(p -> ClosedForms.levy(p.get(0), p.get(1)), "low", "scale"),
    /** Gompertz, of ages. */
    GOMPERTZ(p -> ClosedForms.gompertz(p.get(0), p.get(1)), "rate", "shape"),
    /** Gumbel, of minima. */
    GUMBEL_OF_MINIMA(p -> ClosedForms.gumbelOfMinima(p.get(0), p.get(1)), "mode", "scale"),
    /** Hyperbolic secant. */
    HYPERBOLIC_SECANT(p -> ClosedForms.hyperbolicSecant(p.get(0), p.get(1)), "mean", "std");

    private final Function<List<Double>, Quantile> maker;
    private final List<String> parameterNames;

    Family(Function<List<Double>, Quantile> maker, String... parameterNames) {
      this.maker = maker;
      this.parameterNames = List.of(parameterNames);
    }

    Quantile quantile(List<Double> p) {
      return maker.apply(p);
    }

    /**
     * The name in manifests.
     *
     * @return for example {@code log_uniform}
     */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The names of the parameters.
     *
     * @return the names, in order
     */
    public List<String> parameterNames() {
      return parameterNames;
    }
  }

  private static Quantile logOfUniform(double low, double high) {
    double width = Require.finite("high", high) - Require.positive("low", low);
    Require.ascending("log of uniform", low, high);
    return (v, c) -> StrictMath.log(Math.fma(v, width, low));
  }

  private static Quantile inverseSoftplus(double low, double high, double leastStep) {
    double floor = Require.positive("floor", leastStep);
    Quantile step = Quantiles.logUniform(low, high);
    return (v, c) -> {
      double x = Math.max(step.at(v, c), floor);
      return x + StrictMath.log(-StrictMath.expm1(-x));
    };
  }

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if they are too many or too few, or one lies outside its range
   */
  public Continuous {
    parameters = List.copyOf(parameters);
    if (parameters.size() != family.parameterNames().size()) {
      throw new IllegalArgumentException(
          family.key() + " takes " + family.parameterNames() + ", was " + parameters);
    }
    family.quantile(parameters);
  }

  /**
   * A distribution.
   *
   * @param family the distribution
   * @param parameters its parameters
   * @return the initializer
   * @throws IllegalArgumentException if they are too many or too few, or one lies outside its range
   */
  public static Continuous of(Family family, double... parameters) {
    return new Continuous(family, Arrays.stream(parameters).boxed().toList());
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new QuantileFill(new Named(this, family.quantile(parameters)));
  }

  /**
   * A quantile function known by its distribution, so that equal ones share a table.
   *
   * @param distribution the distribution
   * @param quantile its quantile function
   */
  private record Named(Continuous distribution, Quantile quantile) implements Quantile {
    @Override
    public double at(double v, double complement) {
      return quantile.at(v, complement);
    }

    @Override
    public boolean isOdd() {
      return quantile.isOdd();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Named named && distribution.equals(named.distribution);
    }

    @Override
    public int hashCode() {
      return distribution.hashCode();
    }

    @Override
    public String toString() {
      return distribution.toString();
    }
  }
}
