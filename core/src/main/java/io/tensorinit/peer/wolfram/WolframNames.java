package io.tensorinit.peer.wolfram;

import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.word;

import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigEnvelope;
import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.ConfigValues;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.plan.OrthogonalFill;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Identity;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.VarianceScaling;
import io.tensorinit.tensor.Seed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Wolfram's {@code NetInitialize} with its options; its methods are names of their own, too. Biases
 * (rank 0 and 1) are zero unless given. The page says nothing on fans and truncation; Kaiming is
 * taken as N(0, 2 / fan_in).
 */
final class WolframNames {
  /** Holds the seed in Wolfram's options: an integer, a text, Automatic or Inherited. */
  static final String SEEDING = "RandomSeeding";

  private static final List<ConfigParameter> OPTIONS =
      List.of(
          optional("Distribution", Kind.VALUE),
          optional("Weights", Kind.VALUE),
          optional("Biases", Kind.VALUE),
          optional(SEEDING, Kind.VALUE, "Inherited"));

  private static final String KAIMING = FanWords.std(2, FanMode.FAN_IN);
  private static final String XAVIER = FanWords.std(1, FanMode.FAN_AVG);
  private static final String ORTHOGONAL =
      OrthogonalWords.formula("", "the last axis makes the columns");
  private static final String RANDOM = "Weights, N(0, 1) unless given";
  private static final String IDENTITY =
      "1 at [i, i], else 0, plus noise of Distribution, N(0, 0.01^2) unless given";
  private static final String BIASES = "; rank 0 and 1: Biases, 0 unless given";

  private static final double NOISE_STD = 0.01;

  /** A fresh seed, in the place of one. */
  static final String AUTOMATIC = "Automatic";

  private static final List<String> METHODS =
      List.of("Kaiming", "Xavier", "Orthogonal", "Random", "Identity");

  static final NameTable TABLE =
      new NameTable(List.of("wolfram"), Optional.of(WolframPeer.PEER), entries());

  private WolframNames() {}

  private static List<Builder> entries() {
    return List.of(
        new Builder("NetInitialize")
            .takes(word("Method", "Kaiming", METHODS.toArray(String[]::new)))
            .takes(OPTIONS)
            .takes(OrthogonalWords.METHOD)
            .seedFrom(SEEDING, WolframNames::seed)
            .source(Papers.HE, Papers.GLOROT)
            .makes(
                "by Method Kaiming: s = "
                    + KAIMING
                    + ", Xavier: s = "
                    + XAVIER
                    + ", both N(0, s^2) or U(-l, l), l = sqrt(3) s, by Distribution; Orthogonal: "
                    + ORTHOGONAL
                    + "; Random: "
                    + RANDOM
                    + "; Identity: "
                    + IDENTITY
                    + BIASES,
                WolframNames::net),
        method("Kaiming", scaled(KAIMING), Papers.HE),
        method("Xavier", scaled(XAVIER), Papers.GLOROT),
        method("Orthogonal", ORTHOGONAL, OrthogonalWords.papers()),
        method("Random", RANDOM),
        method("Identity", IDENTITY, Papers.LE));
  }

  /** One line for a normal of this std, or a uniform. */
  private static String scaled(String std) {
    return "s = " + std + "; Distribution Normal: N(0, s^2); Uniform: U(-l, l), l = sqrt(3) s";
  }

  private static Builder method(String method, String formula, String... papers) {
    return new Builder(method)
        .takes(OPTIONS)
        .takes(method.equals("Orthogonal") ? List.of(OrthogonalWords.METHOD) : List.of())
        .seedFrom(SEEDING, WolframNames::seed)
        .source(papers)
        .makes(formula + BIASES, config -> net(config, method));
  }

  private static Optional<Seed> seed(String owner, @Nullable Object value) {
    boolean allowed =
        value == null || value instanceof String || ConfigValues.integer(value).isPresent();
    if (!allowed) {
      throw new IllegalArgumentException(
          owner
              + " parameter '"
              + SEEDING
              + "' must be an integer, a text, Automatic or Inherited, was "
              + ConfigValues.spelled(value));
    }
    if (AUTOMATIC.equals(value)) {
      return Optional.of(Seed.fresh());
    }
    return "Inherited".equals(value) ? Optional.empty() : ConfigEnvelope.seed(owner, value);
  }

  private static Initializer net(Config given) {
    WolframMethod nested = WolframMethod.read(given, "Method");
    Config config = given.with(nested.suboptions());
    String method = nested.name();
    if (OrthogonalWords.method(config) != OrthogonalFill.Method.STEWART
        && !method.equals("Orthogonal")) {
      throw config.refused(
          OrthogonalWords.METHOD.name(),
          config.raw(OrthogonalWords.METHOD.name()),
          "left out under Method " + method + ", which makes no orthogonal matrix");
    }
    return net(config, method);
  }

  private static Initializer net(Config config, String method) {
    refuse(config, "Weights", method.equals("Random"), method);
    refuse(
        config, "Distribution", !method.equals("Random") && !method.equals("Orthogonal"), method);
    return new WolframNet(weights(config, method), WolframDistribution.biases(config, "Biases"));
  }

  private static void refuse(Config config, String name, boolean allowed, String method) {
    if (!allowed && config.isPresent(name)) {
      throw new IllegalArgumentException(
          config.owner()
              + " has no "
              + name
              + " under method "
              + method
              + ", was "
              + ConfigValues.spelled(config.raw(name)));
    }
  }

  private static Initializer weights(Config config, String method) {
    switch (method) {
      case "Kaiming":
        return new VarianceScaling(2, FanMode.FAN_IN, distribution(config));
      case "Xavier":
        return new VarianceScaling(1, FanMode.FAN_AVG, distribution(config));
      case "Orthogonal":
        return OrthogonalWords.method(config, new Orthogonal(1));
      case "Identity":
        return new Identity(1)
            .withNoise(
                config.isPresent("Distribution")
                    ? WolframDistribution.read(config, "Distribution")
                    : new Normal(0, NOISE_STD));
      default:
        return config.isPresent("Weights")
            ? WolframDistribution.read(config, "Weights")
            : new Normal(0, 1);
    }
  }

  private static Distribution distribution(Config config) {
    Object value = config.raw("Distribution");
    if (value == null || "Normal".equals(value)) {
      return Distribution.NORMAL;
    }
    if ("Uniform".equals(value)) {
      return Distribution.UNIFORM;
    }
    throw config.refused("Distribution", value, "Normal or Uniform");
  }
}
