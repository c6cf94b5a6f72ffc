package io.tensorinit.spec;

import io.tensorinit.function.Quantile;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.QuantileFill;
import io.tensorinit.random.Quantiles;
import io.tensorinit.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
  /** The distributions that have a name; formulas and sources are those of {@link Quantiles}. */
  public enum Family {
    /** The logarithm is uniform on [ln low, ln high]. */
    LOG_UNIFORM("low", "high") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.logUniform(p.get(0), p.get(1));
      }
    },
    /** The logarithm is normal with this mean and standard deviation. */
    LOG_NORMAL("mean", "std") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.logNormal(p.get(0), p.get(1));
      }
    },
    /** |z| std, z standard normal. */
    HALF_NORMAL("std") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.halfNormal(p.get(0));
      }
    },
    /** Exponential of mean {@code scale}. */
    EXPONENTIAL("scale") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.exponential(p.get(0));
      }
    },
    /** Laplace, the double exponential; std sqrt(2) scale. */
    LAPLACE("mean", "scale") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.laplace(p.get(0), p.get(1));
      }
    },
    /** Cauchy; it has no mean and no variance. */
    CAUCHY("median", "scale") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.cauchy(p.get(0), p.get(1));
      }
    },
    /** Logistic; std pi / sqrt(3) scale. */
    LOGISTIC("mean", "scale") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.logistic(p.get(0), p.get(1));
      }
    },
    /** Gumbel, of maxima. */
    GUMBEL("mode", "scale") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.gumbel(p.get(0), p.get(1));
      }
    },
    /** Weibull with this exponent. */
    WEIBULL("shape", "scale") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.weibull(p.get(0), p.get(1));
      }
    },
    /** Rayleigh with this mode. */
    RAYLEIGH("scale") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.rayleigh(p.get(0));
      }
    },
    /** Pareto with this exponent of its tail and this least value. */
    PARETO("shape", "low") {
      @Override
      Quantile quantile(List<Double> p) {
        return Quantiles.pareto(p.get(0), p.get(1));
      }
    },
    /** The logarithm of a uniform on [low, high]: Mamba-2's A_log is that of (1, 16). */
    LOG_OF_UNIFORM("low", "high") {
      @Override
      Quantile quantile(List<Double> p) {
        double low = Require.positive("low", p.get(0));
        double width = Require.finite("high", p.get(1)) - low;
        Require.ascending("log of uniform", low, p.get(1));
        return (v, c) -> StrictMath.log(Math.fma(v, width, low));
      }
    },
    /**
     * Mamba's dt bias: {@code x + ln(1 - exp(-x))}, the inverse of softplus, of x log-uniform on
     * [low, high] but at least {@code floor}.
     */
    INVERSE_SOFTPLUS_OF_LOG_UNIFORM("low", "high", "floor") {
      @Override
      Quantile quantile(List<Double> p) {
        double floor = Require.positive("floor", p.get(2));
        Quantile step = Quantiles.logUniform(p.get(0), p.get(1));
        return (v, c) -> {
          double x = Math.max(step.at(v, c), floor);
          return x + StrictMath.log(-StrictMath.expm1(-x));
        };
      }
    };

    private final List<String> parameterNames;

    Family(String... parameterNames) {
      this.parameterNames = List.of(parameterNames);
    }

    abstract Quantile quantile(List<Double> p);

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
