package io.tensorinit.names;

import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.required;

import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.spec.Continuous;
import io.tensorinit.spec.Papers;
import java.util.Arrays;
import java.util.List;

/**
 * TensorInit's own names for the continuous distributions: those of {@link Continuous.Family}, with
 * its parameters. Places default to 0 and scales to 1; bounds, shapes and floors have no default.
 */
final class DistributionNames {
  private static final List<String> PLACES = List.of("mean", "median", "mode");
  private static final List<String> SCALES = List.of("std", "scale");

  private static final String JOHNSON_2 =
      "Johnson, Kotz, Balakrishnan (1995), Continuous univariate distributions, volume 2, ";

  private DistributionNames() {}

  static List<Builder> entries() {
    return Arrays.stream(Continuous.Family.values()).map(DistributionNames::entry).toList();
  }

  private static Builder entry(Continuous.Family family) {
    return new Builder(family.key())
        .takes(family.parameterNames().stream().map(DistributionNames::parameter).toList())
        .source(source(family))
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
        return "exp(x), x of U(ln low, ln high)";
      case LOG_NORMAL:
        return "exp(x), x of N(mean, std^2)";
      case HALF_NORMAL:
        return "|x|, x of N(0, std^2)";
      case EXPONENTIAL:
        return "P(X > x) = exp(-x / scale) for x >= 0; mean and std are scale";
      case LAPLACE:
        return "density exp(-|x - mean| / scale) / (2 scale); std sqrt(2) scale";
      case CAUCHY:
        return "density 1 / (pi scale (1 + ((x - median) / scale)^2)); no mean, no std";
      case LOGISTIC:
        return "P(X <= x) = 1 / (1 + exp(-(x - mean) / scale)); std pi scale / sqrt(3)";
      case GUMBEL:
        return "P(X <= x) = exp(-exp(-(x - mode) / scale)); std pi scale / sqrt(6)";
      case WEIBULL:
        return "P(X > x) = exp(-(x / scale)^shape) for x >= 0";
      case RAYLEIGH:
        return "P(X > x) = exp(-x^2 / (2 scale^2)) for x >= 0";
      case PARETO:
        return "P(X > x) = (low / x)^shape for x >= low";
      case LOG_OF_UNIFORM:
        return "ln(x), x of U(low, high)";
      case INVERSE_SOFTPLUS_OF_LOG_UNIFORM:
        return "ln(exp(x) - 1), x = max(floor, exp(y)), y of U(ln low, ln high)";
      case GAMMA:
        return "density x^(shape - 1) exp(-x / scale) / (Gamma(shape) scale^shape) for x >= 0";
      case INVERSE_GAMMA:
        return "scale / x, x of the gamma distribution of this shape and scale 1";
      case CHI_SQUARE:
        return "the sum of squares of as many N(0, 1) as degrees";
      case CHI:
        return "the root of the sum of squares of as many N(0, 1) as degrees";
      case MAXWELL:
        return "the root of the sum of squares of three N(0, scale^2)";
      case NAKAGAMI:
        return "sqrt(x), x of the gamma distribution of this shape and mean spread";
      case BETA:
        return "density x^(a - 1) (1 - x)^(b - 1) / B(a, b) on [0, 1]";
      case BETA_PRIME:
        return "x / (1 - x), x of the beta distribution with a and b";
      case STUDENT_T:
        return "mean + scale t, t of Student's distribution with these degrees of freedom";
      case F_RATIO:
        return "(x / numerator) / (y / denominator), x and y chi-square of as many degrees of freedom";
      case TRIANGULAR:
        return "density growing linearly from low to peak and falling linearly from there to high";
      case ARCSINE:
        return "low + (high - low) sin^2(x), x of U(0, pi / 2)";
      case KUMARASWAMY:
        return "P(X > x) = (1 - x^a)^b on [0, 1]";
      case POWER:
        return "P(X <= x) = (x / high)^shape on [0, high]";
      case FRECHET:
        return "P(X <= x) = exp(-(x / scale)^(-shape)) for x >= 0";
      case LOG_LOGISTIC:
        return "P(X <= x) = 1 / (1 + (x / scale)^(-shape)) for x >= 0";
      case LEVY:
        return "low + scale / z^2, z of N(0, 1); no mean, no std";
      case GOMPERTZ:
        return "P(X > x) = exp(shape (1 - exp(rate x))) for x >= 0";
      case GUMBEL_OF_MINIMA:
        return "P(X > x) = exp(-exp((x - mode) / scale)); std pi scale / sqrt(6)";
      case HYPERBOLIC_SECANT:
        return "density sech(pi (x - mean) / (2 std)) / (2 std)";
    }
    throw new IllegalStateException("no formula for " + family);
  }

  private static String source(Continuous.Family family) {
    switch (family) {
      case LOG_UNIFORM:
        return "Hamming (1970), On the distribution of numbers";
      case LOG_NORMAL:
        return Papers.LOG_NORMAL;
      case HALF_NORMAL:
        return Papers.JOHNSON + "chapter 13";
      case EXPONENTIAL:
        return Papers.JOHNSON + "chapter 19";
      case LAPLACE:
        return JOHNSON_2 + "chapter 24";
      case CAUCHY:
        return Papers.JOHNSON + "chapter 16";
      case LOGISTIC:
        return JOHNSON_2 + "chapter 23";
      case GUMBEL:
        return JOHNSON_2 + "chapter 22";
      case WEIBULL:
        return Papers.JOHNSON + "chapter 21";
      case RAYLEIGH:
        return Papers.JOHNSON + "chapter 18";
      case PARETO:
        return Papers.JOHNSON + "chapter 20";
      case LOG_OF_UNIFORM:
        return Papers.MAMBA_2;
      case INVERSE_SOFTPLUS_OF_LOG_UNIFORM:
        return Papers.MAMBA;
      case GAMMA:
        return Papers.JOHNSON + "chapter 17";
      case INVERSE_GAMMA:
        return Papers.JOHNSON + "chapter 17";
      case CHI_SQUARE:
        return Papers.JOHNSON + "chapter 18";
      case CHI:
        return Papers.JOHNSON + "chapter 18";
      case MAXWELL:
        return Papers.JOHNSON + "chapter 18";
      case NAKAGAMI:
        return Papers.JOHNSON + "chapter 17";
      case BETA:
        return JOHNSON_2 + "chapter 25";
      case BETA_PRIME:
        return JOHNSON_2 + "chapter 25";
      case STUDENT_T:
        return JOHNSON_2 + "chapter 28";
      case F_RATIO:
        return JOHNSON_2 + "chapter 27";
      case TRIANGULAR:
        return JOHNSON_2 + "chapter 26";
      case ARCSINE:
        return JOHNSON_2 + "chapter 25";
      case KUMARASWAMY:
        return "Kumaraswamy (1980), A generalized probability density function for double-bounded random"
            + " processes";
      case POWER:
        return Papers.JOHNSON + "chapter 20";
      case FRECHET:
        return JOHNSON_2 + "chapter 22";
      case LOG_LOGISTIC:
        return JOHNSON_2 + "chapter 23";
      case LEVY:
        return Papers.JOHNSON + "chapter 12";
      case GOMPERTZ:
        return JOHNSON_2 + "chapter 22";
      case GUMBEL_OF_MINIMA:
        return JOHNSON_2 + "chapter 22";
      case HYPERBOLIC_SECANT:
        return JOHNSON_2 + "chapter 23";
    }
    throw new IllegalStateException("no source for " + family);
  }
}
