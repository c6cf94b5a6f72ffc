package io.tensorinit.names;

import static io.tensorinit.peer.ConfigParameter.required;

import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.spec.Counts;
import io.tensorinit.spec.Papers;
import java.util.Arrays;
import java.util.List;

/**
 * TensorInit's own names for the distributions of whole numbers: those of {@link Counts.Family}.
 */
final class CountNames {
  private CountNames() {}

  static List<Builder> entries() {
    return Arrays.stream(Counts.Family.values()).map(CountNames::entry).toList();
  }

  private static Builder entry(Counts.Family family) {
    return new Builder(family.key())
        .takes(family.parameterNames().stream().map(CountNames::parameter).toList())
        .source(Papers.BINOMIAL)
        .makes(
            formula(family),
            config ->
                new Counts(family, family.parameterNames().stream().map(config::number).toList()));
  }

  private static ConfigParameter parameter(String name) {
    return required(name, name.equals("p") ? Kind.PROBABILITY : Kind.NUMBER);
  }

  private static String formula(Counts.Family family) {
    switch (family) {
      case BERNOULLI:
        return "1 with probability p, else 0";
      case POISSON:
        return "k with probability mean^k exp(-mean) / k!";
      case GEOMETRIC:
        return "k with probability p (1 - p)^k: failures before a success";
      case NEGATIVE_BINOMIAL:
        return "k with probability C(n + k - 1, k) p^n (1 - p)^k: failures before n successes";
      case DISCRETE_UNIFORM:
        return "every whole number from low to high with the same probability";
      case HYPERGEOMETRIC:
        return "how many of draws are marked, of a total without putting back";
    }
    throw new IllegalStateException("no formula for " + family);
  }
}
