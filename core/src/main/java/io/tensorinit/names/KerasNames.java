package io.tensorinit.names;

import static io.tensorinit.names.ConfigParameter.flag;
import static io.tensorinit.names.ConfigParameter.number;
import static io.tensorinit.names.ConfigParameter.optional;
import static io.tensorinit.names.ConfigParameter.required;
import static io.tensorinit.names.ConfigParameter.word;

import io.tensorinit.Initializer;
import io.tensorinit.Layout;
import io.tensorinit.Peer;
import io.tensorinit.names.ConfigParameter.Kind;
import io.tensorinit.names.NameEntry.Builder;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.OnAxes;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.Uniform;
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
      List.of(
          optional("input_axes", Kind.INTEGERS, null), optional("output_axes", Kind.INTEGERS, null));

  static final NameTable TABLE = new NameTable(List.of("keras"), Optional.of(Peer.KERAS), entries());

  private KerasNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>();
    entries.addAll(distributions());
    entries.addAll(fanBased());
    return entries;
  }

  private static List<Builder> distributions() {
    return List.of(
        new Builder("Zeros").alias("zero").makes("0", config -> new Constant(0)),
        new Builder("Ones").alias("one").makes("1", config -> new Constant(1)),
        new Builder("Constant")
            .takes(optional("value", Kind.VALUE, 0.0))
            .makes("value, an array of values being repeated along axes",
                config -> GivenValues.constant(config, "value")),
        new Builder("RandomUniform")
            .alias("uniform")
            .takes(number("minval", -0.05), number("maxval", 0.05))
            .makes(
                "U(minval, maxval)",
                config -> new Uniform(config.number("minval"), config.number("maxval"))),
        new Builder("RandomNormal")
            .alias("normal")
            .takes(number("mean", 0), number("stddev", 0.05))
            .makes(
                "N(mean, stddev^2)",
                config -> new Normal(config.number("mean"), config.number("stddev"))),
        new Builder("TruncatedNormal")
            .takes(number("mean", 0), number("stddev", 0.05))
            .makes(
                "N(mean, stddev^2) cut at mean +- 2 stddev; its std is 0.8796 stddev",
                config ->
                    new TruncatedNormal(
                        config.number("mean"),
                        config.number("stddev"),
                        -2,
                        2,
                        TruncatedNormal.Bounds.SIGMAS)));
  }

  private static List<Builder> fanBased() {
    return List.of(
        new Builder("VarianceScaling")
            .takes(
                number("scale", 1),
                word("mode", "fan_in", "fan_in", "fan_out", "fan_avg"),
                word(
                    "distribution",
                    "truncated_normal",
                    "truncated_normal",
                    "normal",
                    "untruncated_normal",
                    "uniform"))
            .takes(AXES)
            .makes(
                "mean 0, variance scale / n; normal means truncated_normal",
                config ->
                    onAxes(
                        config,
                        new VarianceScaling(
                            config.number("scale"),
                            FanWords.mode(config.word("mode")),
                            distribution(config.word("distribution"))))),
        named("GlorotUniform", 1, FanMode.FAN_AVG, Distribution.UNIFORM),
        named("GlorotNormal", 1, FanMode.FAN_AVG, Distribution.TRUNCATED_NORMAL),
        named("HeUniform", 2, FanMode.FAN_IN, Distribution.UNIFORM),
        named("HeNormal", 2, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL),
        named("LecunUniform", 1, FanMode.FAN_IN, Distribution.UNIFORM),
        named("LecunNormal", 1, FanMode.FAN_IN, Distribution.TRUNCATED_NORMAL));
  }

  private static Builder named(String name, int scale, FanMode mode, Distribution distribution) {
    return new Builder(name)
        .takes(AXES)
        .makes(
            FanWords.formula(scale, mode, distribution),
            config -> onAxes(config, new VarianceScaling(scale, mode, distribution)));
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
            spec, Layout.kerasAxes(config.integers("input_axes"), config.integers("output_axes")))
        : spec;
  }
}
