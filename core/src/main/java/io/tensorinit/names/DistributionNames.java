package io.tensorinit.names;

import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.required;

import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.spec.Continuous;
import java.util.Arrays;
import java.util.List;

/**
 * TensorInit's own names for the continuous distributions: those of {@link Continuous.Family}, with
 * its parameters. Places default to 0 and scales to 1; bounds, shapes and floors have no default.
 */
final class DistributionNames {
  private static final List<String> PLACES = List.of("mean", "median", "mode");
  private static final List<String> SCALES = List.of("std", "scale");

  private DistributionNames() {}

  static List<Builder> entries() {
    return Arrays.stream(Continuous.Family.values()).map(DistributionNames::entry).toList();
  }

  private static Builder entry(Continuous.Family family) {
    return new Builder(family.key())
        .takes(family.parameterNames().stream().map(DistributionNames::parameter).toList())
        .makes(
            formula(family),
            config ->
                new Continuous(
                    family, family.parameterNames().stream().map(config::number).toList()));
  }

  private static ConfigParameter parameter(String name) {
    if (PLACES.contains(name)) {
      return number(name, 0);
    }
    return SCALES.contains(name) ? number(name, 1) : required(name, Kind.NUMBER);
  }

  private static String formula(Continuous.Family family) {
    switch (family) {
      case LOG_UNIFORM:
        return "exp of U(ln low, ln high)";
      case LOG_NORMAL:
        return "exp of N(mean, std^2)";
      case HALF_NORMAL:
        return "|N(0, std^2)|";
      case EXPONENTIAL:
        return "exponential of mean scale";
      case LAPLACE:
        return "Laplace, of std sqrt(2) scale";
      case CAUCHY:
        return "Cauchy, which has no mean";
      case LOGISTIC:
        return "logistic, of std pi scale / sqrt(3)";
      case GUMBEL:
        return "Gumbel of maxima, of std pi scale / sqrt(6)";
      case WEIBULL:
        return "Weibull, P(X > x) = exp(-(x / scale)^shape)";
      case RAYLEIGH:
        return "Rayleigh, the length of two N(0, scale^2)";
      case PARETO:
        return "Pareto, P(X > x) = (low / x)^shape";
      case LOG_OF_UNIFORM:
        return "ln of U(low, high)";
      case INVERSE_SOFTPLUS_OF_LOG_UNIFORM:
        return "inverse softplus of max(floor, exp of U(ln low, ln high))";
    }
    throw new IllegalStateException("no formula for " + family);
  }
}
