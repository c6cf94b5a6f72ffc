package io.tensorinit.peer.keras;

import static io.tensorinit.peer.ConfigParameter.flag;
import static io.tensorinit.peer.ConfigParameter.notNegative;
import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.positive;
import static io.tensorinit.peer.ConfigParameter.required;
import static io.tensorinit.peer.ConfigParameter.word;

import io.tensorinit.peer.Bounds;
import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.GivenValues;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.peer.ZeroScale;
import io.tensorinit.spec.Blocks;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.Identity;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.OnAxes;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.VarianceScaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keras's initializers. "normal" as a distribution of variance scaling means the truncated one, as
 * it does there; the truncated normals of the fan-based names are corrected to keep the variance,
 * {@code TruncatedNormal} itself is not.
 */
final class KerasNames {
  private static final List<ConfigParameter> AXES =
      List.of(optional("input_axes", Kind.INTEGERS), optional("output_axes", Kind.INTEGERS));

  /** A variance scaling with a name. */
  record Scheme(String name, VarianceScaling scaling) {}

  static final List<Scheme> SCHEMES =
      List.of(
          new Scheme("GlorotUniform", VarianceScaling.GLOROT_UNIFORM),
          new Scheme("GlorotNormal", VarianceScaling.GLOROT_NORMAL),
          new Scheme("HeUniform", VarianceScaling.HE_UNIFORM),
          new Scheme("HeNormal", VarianceScaling.HE_NORMAL),
          new Scheme("LecunUniform", VarianceScaling.LECUN_UNIFORM),
          new Scheme("LecunNormal", VarianceScaling.LECUN_NORMAL));

  static final NameTable TABLE =
      new NameTable(List.of("keras"), Optional.of(KerasPeer.PEER), entries());

  private KerasNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>();
    entries.addAll(distributions());
    entries.addAll(fanBased());
    entries.addAll(structured());
    return entries;
  }

  private static List<Builder> distributions() {
    return List.of(
        new Builder("Zeros")
            .alias("zero", "zeros_initializer")
            .makes("0", config -> new Constant(0)),
        new Builder("Ones").alias("one", "ones_initializer").makes("1", config -> new Constant(1)),
        new Builder("Constant")
            .alias("constant_initializer")
            .takes(optional("value", Kind.VALUE, 0.0))
            .makes(GivenValues.FORMULA, config -> GivenValues.constant(config, "value")),
        new Builder("RandomUniform")
            .alias("uniform", "random_uniform_initializer")
            .takes(number("minval", -0.05), number("maxval", 0.05))
            .makes("U(minval, maxval)", config -> Bounds.uniform(config, "minval", "maxval")),
        new Builder("RandomNormal")
            .alias("normal", "random_normal_initializer")
            .takes(number("mean", 0), notNegative("stddev", 0.05))
            .makes(
                "N(mean, stddev^2)",
                config -> new Normal(config.number("mean"), config.number("stddev"))),
        new Builder("TruncatedNormal")
            .takes(number("mean", 0), notNegative("stddev", 0.05))
            .source(Papers.CUT_NORMAL)
            .makes(
                FanWords.cutFormula("stddev"),
                config ->
                    ZeroScale.truncatedNormal(
                        config.number("mean"),
                        config.number("stddev"),
                        -2,
                        2,
                        TruncatedNormal.Bounds.SIGMAS)));
  }

  private static List<Builder> fanBased() {
    List<Builder> entries = new ArrayList<>();
    SCHEMES.forEach(scheme -> entries.add(named(scheme)));
    entries.add(
        new Builder("VarianceScaling")
            .takes(
                positive("scale", 1),
                word("mode", "fan_in", "fan_in", "fan_out", "fan_avg"),
                word(
                    "distribution",
                    "truncated_normal",
                    "truncated_normal",
                    "normal",
                    "untruncated_normal",
                    "uniform"))
            .takes(AXES)
            .source(Papers.GLOROT, Papers.HE)
            .makes(
                FanWords.byDistribution(
                    "sqrt(scale / n), n = fan_in, fan_out or their mean by mode",
                    "truncated_normal and normal",
                    "untruncated_normal",
                    "uniform"),
                config ->
                    onAxes(
                        config,
                        new VarianceScaling(
                            config.number("scale"),
                            FanWords.mode(config.word("mode")),
                            distribution(config.word("distribution"))))));
    return entries;
  }

  private static Builder named(Scheme scheme) {
    VarianceScaling scaling = scheme.scaling();
    return new Builder(scheme.name())
        .takes(AXES)
        .source(FanWords.paper((int) scaling.scale(), scaling.mode()))
        .makes(
            FanWords.formula((int) scaling.scale(), scaling.mode(), scaling.distribution()),
            config -> onAxes(config, scaling));
  }

  private static Distribution distribution(String word) {
    switch (word) {
      case "uniform":
        return Distribution.UNIFORM;
      case "untruncated_normal":
        return Distribution.NORMAL;
      default:
        return Distribution.TRUNCATED_NORMAL;
    }
  }

  private static Initializer onAxes(Config config, Initializer spec) {
    if (config.isPresent("input_axes") != config.isPresent("output_axes")) {
      throw new IllegalArgumentException(
          config.owner() + " needs input_axes and output_axes together, was given one of them");
    }
    return config.isPresent("input_axes")
        ? new OnAxes(
            spec, KerasAxes.of(config.integers("input_axes"), config.integers("output_axes")))
        : spec;
  }

  private static List<Builder> structured() {
    return List.of(
        new Builder("Orthogonal")
            .alias("OrthogonalInitializer")
            .takes(number("gain", 1), OrthogonalWords.METHOD)
            .source(OrthogonalWords.papers())
            .makes(
                OrthogonalWords.formula("gain ", "the last axis makes the columns"),
                config -> OrthogonalWords.method(config, new Orthogonal(config.number("gain")))),
        new Builder("Identity")
            .alias("IdentityInitializer")
            .takes(number("gain", 1))
            .source(Papers.LE)
            .makes(
                "gain at [i, i], else 0; rank 2",
                config -> new Identity(config.number("gain")).withFits(Identity.Fits.MATRIX)),
        new Builder("STFT")
            .alias("STFTInitializer")
            .takes(
                word("side", "real", "real", "imag"),
                optional("window", Kind.VALUE, "hann"),
                word("scaling", "density", "density", "spectrum"),
                flag("periodic", false))
            .source(
                "Allen, Rabiner (1977), A unified approach to short-time Fourier analysis and"
                    + " synthesis")
            .makes(
                "w / s cos(2 pi t f / F), for side imag -w / s sin(2 pi t f / F); w = window at t, if"
                    + " named periodic or symmetric; s by scaling sqrt(sum of w^2) for density, sum"
                    + " of |w| for spectrum, else 1",
                StftWords::stft),
        new Builder("LSTM bias")
            .prefixNeeded()
            .takes(required("units", Kind.INTEGER), flag("unit_forget_bias", true))
            .takes(optional("bias_initializer", Kind.INITIALIZER, "zeros"))
            .source("keras.layers.LSTM", Papers.JOZEFOWICZ)
            .makes(
                "gates i, f, c, o of units each: f 1 if unit_forget_bias, the others, or all, by"
                    + " bias_initializer",
                KerasNames::lstmBias));
  }

  private static Initializer lstmBias(Config config) {
    long units = config.integer("units");
    if (units < 0 || units > Long.MAX_VALUE / 2) {
      throw config.refused("units", units, "0 or more");
    }
    Initializer bias = config.initializer("bias_initializer");
    return config.flag("unit_forget_bias")
        ? new Blocks(
            -1,
            List.of(
                new Blocks.Block(units, bias),
                new Blocks.Block(units, new Constant(1)),
                new Blocks.Block(2 * units, bias)))
        : bias;
  }
}
