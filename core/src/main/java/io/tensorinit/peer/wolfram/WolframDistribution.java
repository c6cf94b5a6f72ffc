package io.tensorinit.peer.wolfram;

import io.tensorinit.peer.Config;
import io.tensorinit.spec.Continuous;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Uniform;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A distribution as Wolfram Language writes it, {@code NormalDistribution[0, 0.01]} or {@code
 * UniformDistribution[{-1, 1}]}, without arguments the standard one.
 */
final class WolframDistribution {
  private static final Pattern CALL = Pattern.compile("(\\w+Distribution)\\[\\s*(.*?)\\s*\\]");

  private WolframDistribution() {}

  /**
   * A parameter's distribution: one in Wolfram's writing, or whatever else is an initializer.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static Initializer read(Config config, String name) {
    Matcher call = config.raw(name) instanceof String text ? CALL.matcher(text) : CALL.matcher("");
    return call.matches()
        ? distribution(config, name, call.group(1), arguments(config, name, call.group(2)))
        : config.initializer(name);
  }

  private static Initializer distribution(
      Config config, String name, String head, List<Double> arguments) {
    boolean standard = arguments.isEmpty();
    if (standard || arguments.size() == 2) {
      double first = standard ? 0 : arguments.get(0);
      double second = standard ? 1 : arguments.get(1);
      switch (head) {
        case "NormalDistribution":
          return new Normal(first, second);
        case "UniformDistribution":
          return new Uniform(first, second);
        case "LogNormalDistribution":
          return Continuous.of(Continuous.Family.LOG_NORMAL, first, second);
        default:
      }
    }
    throw config.refused(
        name,
        config.raw(name),
        "NormalDistribution[m, s], UniformDistribution[{low, high}], LogNormalDistribution[m, s], a"
            + " number s for NormalDistribution[0, s], or another initializer");
  }

  private static List<Double> arguments(Config config, String name, String text) {
    List<Double> numbers = new ArrayList<>();
    if (text.isEmpty()) {
      return numbers;
    }
    String inner =
        text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
    for (String argument : inner.split(",", -1)) {
      try {
        numbers.add(Double.valueOf(argument.trim()));
      } catch (NumberFormatException e) {
        throw config.refused(name, config.raw(name), "a distribution of numbers");
      }
    }
    return numbers;
  }
}
