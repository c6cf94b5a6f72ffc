package io.tensorinit.peer.dl4j;

import static io.tensorinit.peer.ConfigParameter.notNegative;
import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.positive;
import static io.tensorinit.peer.ConfigParameter.required;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.peer.Bounds;
import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.GivenValues;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.spec.Binomial;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Continuous;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Identity;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.VarianceScaling;
import io.tensorinit.spec.ZeroFan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Deeplearning4j's {@code WeightInit} and distributions. {@code LECUN_UNIFORM} and {@code
 * VAR_SCALING_UNIFORM_*} have the bound 3 / sqrt(n), as there; {@code VAR_SCALING_NORMAL_*} are cut
 * without correction. Every name by fan out takes the layer's {@code stride}, by whose product DL4J
 * divides the fan out of a convolution.
 */
final class Dl4jNames {
  private static final ConfigParameter STRIDE = optional("stride", Kind.INTEGERS, 1L);
  private static final double LECUN_UNIFORM_SCALE = 3;

  static final NameTable TABLE =
      new NameTable(List.of("dl4j", "deeplearning4j"), Optional.of(Dl4jPeer.PEER), entries());

  private Dl4jNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>();
    entries.addAll(plain());
    entries.addAll(fanBased());
    entries.addAll(varianceScaling());
    entries.addAll(structured());
    return entries;
  }

  private static List<Builder> plain() {
    return List.of(
        new Builder("ZERO").alias("zeros").makes("0", config -> new Constant(0)),
        new Builder("ONES").makes("1", config -> new Constant(1)),
        new Builder("WeightInitConstant")
            .alias("CONSTANT", "ConstantDistribution")
            .takes(required("value", Kind.NUMBER))
            .makes("value", config -> new Constant(config.number("value"))),
        new Builder("UniformDistribution")
            .takes(required("lower", Kind.NUMBER), required("upper", Kind.NUMBER))
            .makes("U(lower, upper)", config -> Bounds.uniform(config, "lower", "upper")),
        new Builder("NormalDistribution")
            .alias("GaussianDistribution")
            .takes(number("mean", 0), notNegative("std", 1))
            .makes(
                "N(mean, std^2)",
                config -> new Normal(config.number("mean"), config.number("std"))),
        new Builder("TruncatedNormalDistribution")
            .takes(number("mean", 0), positive("std", 1))
            .source(Papers.CUT_NORMAL)
            .makes(
                FanWords.cutFormula("std"),
                config ->
                    new TruncatedNormal(
                        config.number("mean"),
                        config.number("std"),
                        -2,
                        2,
                        TruncatedNormal.Bounds.SIGMAS)));
  }

  private static List<Builder> fanBased() {
    return List.of(
        scaled("XAVIER", 1, FanMode.FAN_AVG, Distribution.NORMAL),
        scaled("XAVIER_UNIFORM", 1, FanMode.FAN_AVG, Distribution.UNIFORM),
        scaled("XAVIER_FAN_IN", 1, FanMode.FAN_IN, Distribution.NORMAL)
            .alias("NORMAL", "LECUN_NORMAL"),
        new Builder("XAVIER_LEGACY")
            .source(Papers.GLOROT)
            .makes(
                "N(0, s^2), s = 1 / sqrt(size of axis 0 + size of axis 1)",
                config -> new XavierLegacy()),
        scaled("RELU", 2, FanMode.FAN_IN, Distribution.NORMAL),
        scaled("RELU_UNIFORM", 2, FanMode.FAN_IN, Distribution.UNIFORM),
        scaled("SIGMOID_UNIFORM", 16, FanMode.FAN_AVG, Distribution.UNIFORM),
        fanBased(
            "UNIFORM",
            "U(-l, l), l = 1 / sqrt(fan_in)",
            1.0 / 3,
            FanMode.FAN_IN,
            Distribution.UNIFORM),
        scaled("LECUN_UNIFORM", 3, FanMode.FAN_IN, Distribution.UNIFORM));
  }

  private static Builder scaled(String name, int scale, FanMode mode, Distribution distribution) {
    return fanBased(name, FanWords.formula(scale, mode, distribution), scale, mode, distribution);
  }

  private static Builder fanBased(
      String name, String formula, double scale, FanMode mode, Distribution distribution) {
    return new Builder(name)
        .takes(stride(mode))
        .source(scale < 1 ? Papers.COMMON_HEURISTIC : FanWords.paper((int) scale, mode))
        .makes(
            formula + strides(mode),
            config -> withStride(config, mode, spec(scale, mode, distribution)));
  }

  private static VarianceScaling spec(double scale, FanMode mode, Distribution distribution) {
    return new VarianceScaling(scale, mode, distribution, ZeroFan.REFUSED);
  }

  /** VAR_SCALING_NORMAL_* scale inside the root, VAR_SCALING_UNIFORM_* outside of it. */
  private static List<Builder> varianceScaling() {
    List<Builder> entries = new ArrayList<>();
    for (FanMode mode : List.of(FanMode.FAN_IN, FanMode.FAN_OUT, FanMode.FAN_AVG)) {
      entries.add(
          new Builder("VAR_SCALING_NORMAL_" + mode)
              .takes(positive("scale", 1))
              .takes(stride(mode))
              .source(FanWords.paper(1, mode), Papers.CUT_NORMAL)
              .makes(
                  FanWords.formula(
                      "sqrt(scale / n), n = " + fan(mode) + strides(mode),
                      Distribution.TRUNCATED_NORMAL_UNCORRECTED),
                  config ->
                      withStride(
                          config,
                          mode,
                          spec(
                              config.number("scale"),
                              mode,
                              Distribution.TRUNCATED_NORMAL_UNCORRECTED))));
      entries.add(
          new Builder("VAR_SCALING_UNIFORM_" + mode)
              .takes(number("scale", 1))
              .takes(stride(mode))
              .source(FanWords.paper(1, mode))
              .makes(
                  FanWords.formula(
                      "3 scale / sqrt(n), n = " + fan(mode) + strides(mode), Distribution.UNIFORM),
                  config -> {
                    double scale = config.number("scale");
                    return withStride(
                        config,
                        mode,
                        spec(LECUN_UNIFORM_SCALE * scale * scale, mode, Distribution.UNIFORM));
                  }));
    }
    return entries;
  }

  private static String strides(FanMode mode) {
    return mode == FanMode.FAN_IN ? "" : "; fan_out over the product of stride";
  }

  private static String fan(FanMode mode) {
    return mode == FanMode.FAN_AVG
        ? "(fan_in + fan_out) / 2"
        : mode.name().toLowerCase(Locale.ROOT);
  }

  private static List<Builder> structured() {
    return List.of(
        new Builder("IDENTITY")
            .source(Papers.LE)
            .makes(
                "1 at [i, i] of an odd kernel's centre, else 0; as many inputs as outputs",
                config ->
                    new Identity(1).withOrder(ChannelOrder.FIRST).withFits(Identity.Fits.SQUARE)),
        new Builder("DISTRIBUTION")
            .alias("WeightInitDistribution")
            .takes(required("distribution", Kind.INITIALIZER))
            .makes("x of distribution", config -> config.initializer("distribution")),
        new Builder("WeightInitEmbedding")
            .alias("ArrayEmbeddingInitializer", "EmbeddingInitializer")
            .takes(required("embeddings", Kind.VALUE))
            .makes(
                "embeddings, an array (vocabulary, size) of the tensor's shape",
                Dl4jNames::embeddings),
        new Builder("OrthogonalDistribution")
            .takes(number("gain", 1), OrthogonalWords.METHOD)
            .source(OrthogonalWords.papers())
            .makes(
                OrthogonalWords.formula("gain ", "the last axis makes the columns"),
                config -> OrthogonalWords.method(config, new Orthogonal(config.number("gain")))),
        new Builder("BinomialDistribution")
            .takes(
                required("numberOfTrials", Kind.INTEGER),
                required("probabilityOfSuccess", Kind.PROBABILITY))
            .source(Papers.BINOMIAL)
            .makes(
                "k with probability C(n, k) p^k (1 - p)^(n - k), n = numberOfTrials, p ="
                    + " probabilityOfSuccess",
                config ->
                    new Binomial(
                        config.smallInteger("numberOfTrials"),
                        config.number("probabilityOfSuccess"))),
        new Builder("LogNormalDistribution")
            .takes(number("mean", 0), notNegative("std", 1))
            .source(Papers.LOG_NORMAL)
            .makes(
                "exp(x), x of N(mean, std^2)",
                config ->
                    Continuous.of(
                        Continuous.Family.LOG_NORMAL,
                        config.number("mean"),
                        config.number("std"))));
  }

  private static Initializer embeddings(Config config) {
    GivenValues given = GivenValues.read(config, "embeddings");
    if (given.shape().rank() != 2) {
      throw config.refused(
          "embeddings", config.raw("embeddings"), "an array of rank 2, (vocabulary, size)");
    }
    return given.exact();
  }

  /**
   * The layer's stride, where it counts: it divides the fan out, of which a fan in knows nothing.
   */
  private static List<ConfigParameter> stride(FanMode mode) {
    return mode == FanMode.FAN_IN ? List.of() : List.of(STRIDE);
  }

  private static Initializer withStride(Config config, FanMode mode, Initializer spec) {
    if (mode == FanMode.FAN_IN) {
      return spec;
    }
    long product = 1;
    for (int stride : config.integers("stride")) {
      if (stride < 1 || product > Long.MAX_VALUE / stride) {
        throw config.refused("stride", config.raw("stride"), "one integer or more, each 1 or more");
      }
      product *= stride;
    }
    return product == 1 ? spec : new Strided(spec, product);
  }
}
