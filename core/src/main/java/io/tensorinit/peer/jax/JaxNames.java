package io.tensorinit.peer.jax;

import static io.tensorinit.peer.ConfigParameter.integer;
import static io.tensorinit.peer.ConfigParameter.notNegative;
import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.required;
import static io.tensorinit.peer.ConfigParameter.requiredWord;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.layout.Layout;
import io.tensorinit.peer.Bounds;
import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.GivenValues;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.peer.PeerRefusals;
import io.tensorinit.peer.ZeroScale;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.DeltaOrthogonal;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.OnAxes;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.Uniform;
import io.tensorinit.spec.ZeroFan;
import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The initializers of {@code jax.nn.initializers}, which are Flax's, too. {@code uniform} is
 * one-sided, the bounds of {@code truncated_normal} are in units of stddev, a zero fan is refused.
 */
final class JaxNames {
  private static final List<ConfigParameter> AXES =
      List.of(
          optional("in_axis", Kind.INTEGERS, -2L),
          optional("out_axis", Kind.INTEGERS, -1L),
          optional("batch_axis", Kind.INTEGERS, List.of()));

  private static final Set<DType> ORTHOGONAL_REFUSES =
      Set.of(DType.F16, DType.BF16, DType.C32, DType.F8_E4M3, DType.F8_E5M2);

  static final NameTable TABLE =
      new NameTable(List.of("jax", "flax"), Optional.of(JaxPeer.PEER), entries());

  private JaxNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>();
    entries.addAll(distributions());
    entries.addAll(fanBased());
    entries.addAll(structured());
    return entries;
  }

  private static List<Builder> distributions() {
    return List.of(
        new Builder("zeros").makes("0", config -> new Constant(0)),
        new Builder("ones").makes("1", config -> new Constant(1)),
        new Builder("constant")
            .takes(required("value", Kind.VALUE))
            .makes(GivenValues.FORMULA, config -> GivenValues.constant(config, "value")),
        new Builder("uniform")
            .takes(notNegative("scale", 0.01))
            .makes(
                "U(0, scale)",
                config ->
                    PeerRefusals.refusing(
                        config, new Uniform(0, config.number("scale")), PeerRefusals.COMPLEX)),
        new Builder("normal")
            .takes(notNegative("stddev", 0.01))
            .makes("N(0, stddev^2)", config -> new Normal(0, config.number("stddev"))),
        new Builder("truncated_normal")
            .takes(notNegative("stddev", 0.01), ConfigParameter.bound("lower", -2))
            .takes(ConfigParameter.bound("upper", 2))
            .source(Papers.CUT_NORMAL)
            .makes(
                "N(0, stddev^2) cut at lower stddev and upper stddev",
                config ->
                    PeerRefusals.refusing(
                        config,
                        Bounds.cutNormal(
                            config, 0, "stddev", "lower", "upper", TruncatedNormal.Bounds.SIGMAS),
                        PeerRefusals.COMPLEX)));
  }

  private static List<Builder> fanBased() {
    List<Builder> entries = new ArrayList<>();
    entries.add(
        new Builder("variance_scaling")
            .takes(
                required("scale", Kind.NOT_NEGATIVE),
                requiredWord("mode", "fan_in", "fan_out", "fan_avg", "fan_geo_avg"),
                requiredWord("distribution", "truncated_normal", "normal", "uniform"))
            .takes(AXES)
            .source(Papers.GLOROT, Papers.HE)
            .makes(
                FanWords.byDistribution(
                    "sqrt(scale / n), n = fan_in, fan_out, (fan_in + fan_out) / 2 or"
                        + " sqrt(fan_in fan_out) by mode",
                    "truncated_normal",
                    "normal",
                    "uniform"),
                config ->
                    scaled(
                        config,
                        config.number("scale"),
                        FanWords.mode(config.word("mode")),
                        Distribution.valueOf(
                            config.word("distribution").toUpperCase(Locale.ROOT)))));
    for (Distribution distribution : List.of(Distribution.UNIFORM, Distribution.TRUNCATED_NORMAL)) {
      String suffix = distribution == Distribution.UNIFORM ? "_uniform" : "_normal";
      entries.add(
          named("glorot" + suffix, 1, FanMode.FAN_AVG, distribution).alias("xavier" + suffix));
      entries.add(named("he" + suffix, 2, FanMode.FAN_IN, distribution).alias("kaiming" + suffix));
      entries.add(named("lecun" + suffix, 1, FanMode.FAN_IN, distribution));
    }
    return entries;
  }

  private static Builder named(String name, int scale, FanMode mode, Distribution distribution) {
    return new Builder(name)
        .takes(AXES)
        .source(FanWords.paper(scale, mode))
        .makes(
            FanWords.formula(scale, mode, distribution),
            config -> scaled(config, scale, mode, distribution));
  }

  private static Initializer scaled(
      Config config, double scale, FanMode mode, Distribution distribution) {
    Initializer spec = ZeroScale.varianceScaling(scale, mode, distribution, ZeroFan.REFUSED);
    boolean axesGiven = AXES.stream().anyMatch(axis -> config.has(axis.name()));
    return axesGiven
        ? new OnAxes(
            spec,
            Layout.axes(
                config.integers("in_axis"),
                config.integers("out_axis"),
                config.integers("batch_axis")))
        : spec;
  }

  private static List<Builder> structured() {
    return List.of(
        new Builder("orthogonal")
            .takes(number("scale", 1), integer("column_axis", -1), OrthogonalWords.METHOD)
            .source(OrthogonalWords.papers())
            .makes(
                OrthogonalWords.formula("scale ", "column_axis makes the columns"),
                config ->
                    PeerRefusals.refusing(
                        config,
                        OrthogonalWords.method(
                            config,
                            new Orthogonal(config.number("scale"))
                                .withColumnAxis(config.smallInteger("column_axis"))),
                        ORTHOGONAL_REFUSES)),
        new Builder("delta_orthogonal")
            .takes(number("scale", 1), integer("column_axis", -1), OrthogonalWords.METHOD)
            .source(
                "Xiao et al. (2018), Dynamical isometry and a mean field theory of CNNs",
                Papers.STEWART)
            .makes(
                "scale Q at the kernel's centre, floor((k - 1) / 2) an axis, else 0; Q in x out, Haar"
                    + " distributed with Q Q^T = I for either column_axis",
                config -> {
                  long axis = config.integer("column_axis");
                  if (axis < -2 || axis > 1) {
                    throw config.refused("column_axis", axis, "an axis of a matrix, -2 to 1");
                  }
                  return PeerRefusals.refusing(
                      config,
                      new DeltaOrthogonal(
                          config.number("scale"),
                          ChannelOrder.LAST,
                          OrthogonalWords.method(config)),
                      ORTHOGONAL_REFUSES);
                }));
  }
}
