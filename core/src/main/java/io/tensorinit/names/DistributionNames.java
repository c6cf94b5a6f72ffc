package io.tensorinit.names;

import static io.tensorinit.names.ConfigParameter.number;
import static io.tensorinit.names.ConfigParameter.required;

import io.tensorinit.Initializer;
import io.tensorinit.names.ConfigParameter.Kind;
import io.tensorinit.names.NameEntry.Builder;
import io.tensorinit.random.Quantile;
import io.tensorinit.random.Quantiles;
import io.tensorinit.spec.ByQuantile;
import java.util.List;

/** TensorInit's own names for the distributions that are given by their quantile function. */
final class DistributionNames {
  /** A quantile function of two parameters. */
  @FunctionalInterface
  private interface OfTwo {
    Quantile of(double first, double second);
  }

  /** A quantile function of one parameter. */
  @FunctionalInterface
  private interface OfOne {
    Quantile of(double parameter);
  }

  private DistributionNames() {}

  static List<Builder> entries() {
    return List.of(
        ofTwo(
            "log_uniform",
            required("low", Kind.NUMBER),
            required("high", Kind.NUMBER),
            "exp of U(ln low, ln high)",
            Quantiles::logUniform),
        ofTwo(
            "log_normal",
            number("mean", 0),
            number("std", 1),
            "exp of N(mean, std^2)",
            Quantiles::logNormal),
        ofOne("half_normal", number("std", 1), "|N(0, std^2)|", Quantiles::halfNormal),
        ofOne(
            "exponential", number("scale", 1), "exponential of mean scale", Quantiles::exponential),
        ofTwo(
            "laplace",
            number("mean", 0),
            number("scale", 1),
            "Laplace, std sqrt(2) scale",
            Quantiles::laplace),
        ofTwo(
            "cauchy",
            number("median", 0),
            number("scale", 1),
            "Cauchy, no mean",
            Quantiles::cauchy),
        ofTwo(
            "logistic",
            number("mean", 0),
            number("scale", 1),
            "logistic, std pi scale / sqrt(3)",
            Quantiles::logistic),
        ofTwo(
            "gumbel",
            number("mode", 0),
            number("scale", 1),
            "Gumbel of maxima, std pi scale / sqrt(6)",
            Quantiles::gumbel),
        ofTwo(
            "weibull",
            required("shape", Kind.NUMBER),
            number("scale", 1),
            "Weibull, P(X > x) = exp(-(x / scale)^shape)",
            Quantiles::weibull),
        ofOne(
            "rayleigh",
            number("scale", 1),
            "Rayleigh, the length of two N(0, scale^2)",
            Quantiles::rayleigh),
        ofTwo(
            "pareto",
            required("shape", Kind.NUMBER),
            number("low", 1),
            "Pareto, P(X > x) = (low / x)^shape",
            Quantiles::pareto));
  }

  private static Builder ofTwo(
      String name, ConfigParameter first, ConfigParameter second, String formula, OfTwo quantile) {
    return new Builder(name)
        .takes(first, second)
        .makes(
            formula,
            config -> {
              double one = config.number(first.name());
              double two = config.number(second.name());
              return named(name, quantile.of(one, two), one, two);
            });
  }

  private static Builder ofOne(
      String name, ConfigParameter parameter, String formula, OfOne quantile) {
    return new Builder(name)
        .takes(parameter)
        .makes(
            formula,
            config -> {
              double value = config.number(parameter.name());
              return named(name, quantile.of(value), value);
            });
  }

  private static Initializer named(String name, Quantile quantile, Double... parameters) {
    return new ByQuantile(new NamedQuantile(name, quantile, parameters));
  }

  /** Log-normal, for the peers that have it. */
  static Initializer logNormal(double mean, double std) {
    return named("log_normal", Quantiles.logNormal(mean, std), mean, std);
  }
}
