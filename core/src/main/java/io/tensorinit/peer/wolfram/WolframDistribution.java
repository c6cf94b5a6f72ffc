package io.tensorinit.peer.wolfram;

import io.tensorinit.peer.Config;
import io.tensorinit.spec.Binomial;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Continuous;
import io.tensorinit.spec.Continuous.Family;
import io.tensorinit.spec.Counts;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Mixture;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.Uniform;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A univariate distribution as Wolfram Language writes it, {@code NormalDistribution[0, 0.01]} or
 * {@code UniformDistribution[{-1, 1}]}, with Wolfram's parameters, which are often not ours: a rate
 * where we have a scale, minima where we have maxima.
 */
final class WolframDistribution {
  private static final String SUFFIX = "Distribution";

  /** What a head with so many numbers means; the numbers of {@code {low, high}} count, too. */
  private static final Map<String, Function<double[], Initializer>> LAWS = laws();

  private WolframDistribution() {}

  private static Map<String, Function<double[], Initializer>> laws() {
    Map<String, Function<double[], Initializer>> laws = new LinkedHashMap<>();
    laws.put("Normal0", p -> new Normal(0, 1));
    laws.put("Normal2", p -> new Normal(p[0], p[1]));
    laws.put("Uniform0", p -> new Uniform(0, 1));
    laws.put("Uniform2", p -> new Uniform(p[0], p[1]));
    put(laws, Family.LOG_NORMAL, "LogNormal2");
    laws.put("LogNormal0", p -> of(Family.LOG_NORMAL, 0, 1));
    laws.put("HalfNormal1", p -> of(Family.HALF_NORMAL, Math.sqrt(Math.PI / 2) / p[0]));
    laws.put("Exponential0", p -> of(Family.EXPONENTIAL, 1));
    laws.put("Exponential1", p -> of(Family.EXPONENTIAL, 1 / p[0]));
    centred(laws, Family.LAPLACE, "Laplace");
    centred(laws, Family.CAUCHY, "Cauchy");
    centred(laws, Family.LOGISTIC, "Logistic");
    centred(laws, Family.HYPERBOLIC_SECANT, "Sech");
    centred(laws, Family.GUMBEL_OF_MINIMA, "Gumbel");
    centred(laws, Family.GUMBEL, "ExtremeValue");
    put(laws, Family.WEIBULL, "Weibull2");
    laws.put("Weibull3", p -> of(Family.WEIBULL, p[0], p[1]).shifted(p[2]));
    put(laws, Family.RAYLEIGH, "Rayleigh1");
    laws.put("Pareto2", p -> of(Family.PARETO, p[1], p[0]));
    put(laws, Family.GAMMA, "Gamma2");
    laws.put("Erlang2", p -> of(Family.GAMMA, p[0], 1 / p[1]));
    put(laws, Family.INVERSE_GAMMA, "InverseGamma2");
    put(laws, Family.CHI_SQUARE, "ChiSquare1");
    put(laws, Family.CHI, "Chi1");
    laws.put("InverseChiSquare1", p -> of(Family.INVERSE_GAMMA, p[0] / 2, 0.5));
    put(laws, Family.MAXWELL, "Maxwell1");
    put(laws, Family.NAKAGAMI, "Nakagami2");
    put(laws, Family.BETA, "Beta2");
    put(laws, Family.BETA_PRIME, "BetaPrime2");
    laws.put("StudentT1", p -> of(Family.STUDENT_T, p[0], 0, 1));
    laws.put("StudentT3", p -> of(Family.STUDENT_T, p[2], p[0], p[1]));
    put(laws, Family.F_RATIO, "FRatio2");
    laws.put("Triangular0", p -> of(Family.TRIANGULAR, 0, 1, 0.5));
    laws.put("Triangular2", p -> of(Family.TRIANGULAR, p[0], p[1], p[0] + (p[1] - p[0]) / 2));
    put(laws, Family.TRIANGULAR, "Triangular3");
    laws.put("ArcSin0", p -> of(Family.ARCSINE, 0, 1));
    put(laws, Family.ARCSINE, "ArcSin2");
    put(laws, Family.KUMARASWAMY, "Kumaraswamy2");
    laws.put("Power2", p -> of(Family.POWER, p[1], 1 / p[0]));
    put(laws, Family.FRECHET, "Frechet2");
    laws.put("Frechet3", p -> of(Family.FRECHET, p[0], p[1]).shifted(p[2]));
    put(laws, Family.LOG_LOGISTIC, "LogLogistic2");
    put(laws, Family.LEVY, "Levy2");
    put(laws, Family.GOMPERTZ, "GompertzMakeham2");
    laws.put("Bernoulli1", p -> Counts.of(Counts.Family.BERNOULLI, p));
    laws.put("Binomial2", p -> new Binomial(whole(p[0]), p[1]));
    laws.put("Poisson1", p -> Counts.of(Counts.Family.POISSON, p));
    laws.put("Geometric1", p -> Counts.of(Counts.Family.GEOMETRIC, p));
    laws.put("NegativeBinomial2", p -> Counts.of(Counts.Family.NEGATIVE_BINOMIAL, p));
    laws.put("Pascal2", p -> Counts.of(Counts.Family.NEGATIVE_BINOMIAL, p).shifted(p[0]));
    laws.put("DiscreteUniform2", p -> Counts.of(Counts.Family.DISCRETE_UNIFORM, p));
    laws.put("Hypergeometric3", p -> Counts.of(Counts.Family.HYPERGEOMETRIC, p));
    return laws;
  }

  private static void put(
      Map<String, Function<double[], Initializer>> laws, Family family, String key) {
    laws.put(key, p -> of(family, p));
  }

  /** With a place and a scale, which are 0 and 1 where none are given. */
  private static void centred(
      Map<String, Function<double[], Initializer>> laws, Family family, String head) {
    laws.put(head + 0, p -> of(family, 0, 1));
    laws.put(head + 2, p -> of(family, p));
  }

  private static Initializer of(Family family, double... parameters) {
    return Continuous.of(family, parameters);
  }

  private static int whole(double value) {
    if (value != (int) value) {
      throw new IllegalArgumentException("a number of trials must be whole, was " + value);
    }
    return (int) value;
  }

  /**
   * A parameter's distribution: one in Wolfram's writing, or whatever else is an initializer.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Initializer read(Config config, String name) {
    Object raw = config.raw(name);
    if (raw instanceof String text && text.contains(SUFFIX)) {
      raw = parsed(config, name, text);
      raw = raw instanceof String head ? new WolframExpression.Call(head, List.of()) : raw;
    }
    if (raw instanceof Double number && !(config.raw(name) instanceof Number)) {
      return new Normal(0, number);
    }
    return raw instanceof WolframExpression.Call call
        ? distribution(config, name, call)
        : config.initializer(name);
  }

  /**
   * What a text in Wolfram's writing says.
   *
   * @throws IllegalArgumentException if it says nothing
   */
  static Object parsed(Config config, String name, String text) {
    try {
      return WolframExpression.parse(text);
    } catch (IllegalArgumentException e) {
      throw config.refused(
          name, text, "written as Wolfram Language writes it (" + e.getMessage() + ")");
    }
  }

  private static Initializer distribution(Config config, String name, WolframExpression.Call call) {
    List<Object> arguments = call.arguments();
    if (call.head().equals("TruncatedDistribution") && arguments.size() == 2) {
      Initializer inner = nested(config, name, arguments.get(1));
      List<Double> bounds = numbers(arguments.get(0));
      if (inner instanceof Normal normal && bounds.size() == 2) {
        return new TruncatedNormal(
            normal.mean(),
            normal.std(),
            bounds.get(0),
            bounds.get(1),
            TruncatedNormal.Bounds.ABSOLUTE);
      }
      throw config.refused(
          name, config.raw(name), "TruncatedDistribution[{low, high}, NormalDistribution[m, s]]");
    }
    if (call.head().equals("MixtureDistribution")
        && arguments.size() == 2
        && arguments.get(1) instanceof List<?> parts) {
      return mixture(config, name, numbers(arguments.get(0)), parts);
    }
    List<Double> numbers = numbers(arguments);
    String head =
        call.head().endsWith(SUFFIX)
            ? call.head().substring(0, call.head().length() - SUFFIX.length())
            : "?";
    Function<double[], Initializer> law = LAWS.get(head + numbers.size());
    if (law == null || numbers.contains(Double.NaN)) {
      throw refused(config, name);
    }
    return law.apply(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Initializer nested(Config config, String name, Object description) {
    if (description instanceof WolframExpression.Call call) {
      return distribution(config, name, call);
    }
    throw refused(config, name);
  }

  private static Initializer mixture(
      Config config, String name, List<Double> weights, List<?> parts) {
    double sum = weights.stream().mapToDouble(Double::doubleValue).sum();
    List<Mixture.Chance> chances = new ArrayList<>();
    for (int k = 0; k < Math.min(weights.size(), parts.size()); k++) {
      chances.add(new Mixture.Chance(weights.get(k) / sum, nested(config, name, parts.get(k))));
    }
    if (weights.size() != parts.size()) {
      throw config.refused(name, config.raw(name), "a mixture of as many weights as distributions");
    }
    return new Mixture(chances);
  }

  /** The numbers of arguments, those of a list among them; NaN for what is no number. */
  private static List<Double> numbers(@Nullable Object arguments) {
    List<Double> numbers = new ArrayList<>();
    if (arguments instanceof List<?> list) {
      list.forEach(element -> numbers.addAll(numbers(element)));
    } else {
      numbers.add(arguments instanceof Double number ? number : Double.NaN);
    }
    return numbers;
  }

  private static IllegalArgumentException refused(Config config, String name) {
    TreeSet<String> heads = new TreeSet<>();
    LAWS.keySet().forEach(key -> heads.add(key.substring(0, key.length() - 1)));
    return config.refused(
        name,
        config.raw(name),
        "a univariate distribution of Wolfram's with numbers, of "
            + String.join(", ", heads)
            + " with "
            + SUFFIX
            + " behind, a mixture of them or a truncated normal; or a number s for"
            + " NormalDistribution[0, s], or another initializer");
  }

  /** Zero biases, which None stands for. */
  static Initializer biases(Config config, String name) {
    return !config.isPresent(name) || "None".equals(config.raw(name))
        ? new Constant(0)
        : read(config, name);
  }
}
