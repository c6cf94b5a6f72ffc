package io.tensorinit.peer.torch;

import static io.tensorinit.peer.ConfigParameter.bound;
import static io.tensorinit.peer.ConfigParameter.integer;
import static io.tensorinit.peer.ConfigParameter.notNegative;
import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.positive;
import static io.tensorinit.peer.ConfigParameter.required;
import static io.tensorinit.peer.ConfigParameter.requiredWord;
import static io.tensorinit.peer.ConfigParameter.word;

import io.tensorinit.peer.Bounds;
import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.peer.PeerRefusals;
import io.tensorinit.peer.ZeroScale;
import io.tensorinit.spec.Activation;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Dirac;
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
import io.tensorinit.tensor.DType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The functions of {@code torch.nn.init}, with or without the final underscore. Bounds of {@code
 * trunc_normal_} are absolute values, the normals of Xavier and Kaiming are not cut.
 */
final class TorchNames {
  private static final String[] NONLINEARITIES = {
    "linear",
    "conv1d",
    "conv2d",
    "conv3d",
    "conv_transpose1d",
    "conv_transpose2d",
    "conv_transpose3d",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "selu"
  };

  private static final Set<DType> ORTHOGONAL_REFUSES =
      EnumSet.complementOf(EnumSet.of(DType.F32, DType.F64));

  static final NameTable TABLE =
      new NameTable(List.of("torch", "pytorch"), Optional.of(TorchPeer.PEER), entries());

  private TorchNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>();
    entries.addAll(distributions());
    entries.addAll(fanBased());
    entries.addAll(structured());
    return entries;
  }

  private static List<Builder> distributions() {
    return List.of(
        new Builder("zeros_").makes("0", config -> new Constant(0)),
        new Builder("ones_").makes("1", config -> new Constant(1)),
        new Builder("constant_")
            .takes(required("val", Kind.NUMBER))
            .makes("val", config -> new Constant(config.number("val"))),
        new Builder("uniform_")
            .takes(number("a", 0), number("b", 1))
            .makes("U(a, b)", config -> Bounds.uniform(config, "a", "b")),
        new Builder("normal_")
            .takes(number("mean", 0), notNegative("std", 1))
            .makes(
                "N(mean, std^2)",
                config -> new Normal(config.number("mean"), config.number("std"))),
        new Builder("trunc_normal_")
            .takes(number("mean", 0), positive("std", 1), bound("a", -2), bound("b", 2))
            .source(Papers.CUT_NORMAL)
            .makes(
                "N(mean, std^2) cut at a and b, which are values, not stds",
                config ->
                    PeerRefusals.refusing(
                        config,
                        Bounds.cutNormal(
                            config,
                            config.number("mean"),
                            "std",
                            "a",
                            "b",
                            TruncatedNormal.Bounds.ABSOLUTE),
                        PeerRefusals.COMPLEX)));
  }

  private static List<Builder> fanBased() {
    return List.of(
        xavier("xavier_uniform_", Distribution.UNIFORM),
        xavier("xavier_normal_", Distribution.NORMAL),
        kaiming("kaiming_uniform_", Distribution.UNIFORM),
        kaiming("kaiming_normal_", Distribution.NORMAL),
        new Builder("calculate_gain")
            .takes(requiredWord("nonlinearity", NONLINEARITIES), optional("param", Kind.NUMBER))
            .makes(
                gains("param") + ", param 0.01 unless given",
                config ->
                    new Constant(
                        gain(
                            config.word("nonlinearity"),
                            config.optionalNumber("param").orElse(0.01)))));
  }

  private static Builder xavier(String name, Distribution distribution) {
    return new Builder(name)
        .takes(notNegative("gain", 1))
        .source(Papers.GLOROT)
        .makes(
            FanWords.formula("gain ", 1, FanMode.FAN_AVG, distribution),
            config -> {
              double gain = config.number("gain");
              return ZeroScale.varianceScaling(
                  gain * gain,
                  FanMode.FAN_AVG,
                  distribution,
                  config.prefix().isPresent() ? ZeroFan.REFUSED : ZeroFan.COUNTS_AS_ONE);
            });
  }

  private static Builder kaiming(String name, Distribution distribution) {
    return new Builder(name)
        .takes(
            number("a", 0),
            word("mode", "fan_in", "fan_in", "fan_out"),
            word("nonlinearity", "leaky_relu", NONLINEARITIES))
        .source(Papers.HE)
        .makes(
            FanWords.formula(
                    distribution == Distribution.UNIFORM ? "g sqrt(3 / n)" : "g / sqrt(n)",
                    distribution)
                + ", n = fan_in or fan_out by mode, g "
                + gains("a"),
            config -> kaiming(config, distribution));
  }

  private static List<Builder> structured() {
    return List.of(
        new Builder("eye_")
            .source(Papers.LE)
            .makes(
                "1 at [i, i], else 0; rank 2",
                config -> new Identity(1).withFits(Identity.Fits.MATRIX)),
        new Builder("dirac_")
            .takes(integer("groups", 1))
            .source(
                "Zagoruyko, Komodakis (2017), DiracNets: training very deep neural networks without"
                    + " skip-connections")
            .makes(
                "1 at [g d + c, c, centre] for each group g of d = out / groups outputs and each c"
                    + " below d and in, else 0; centre = floor(k / 2) an axis; rank 3 to 5",
                config -> new Dirac(config.smallInteger("groups"))),
        new Builder("orthogonal_")
            .takes(number("gain", 1), OrthogonalWords.METHOD)
            .source(OrthogonalWords.papers())
            .makes(
                OrthogonalWords.formula("gain ", "the first axis makes the rows"),
                config ->
                    PeerRefusals.refusing(
                        config,
                        OrthogonalWords.method(
                            config, new Orthogonal(config.number("gain")).withRowAxis(0)),
                        ORTHOGONAL_REFUSES)),
        new Builder("sparse_")
            .takes(required("sparsity", Kind.NUMBER), notNegative("std", 0.01))
            .source(Papers.MARTENS)
            .makes(
                "N(0, std^2), n = ceil(sparsity rows) elements of every column 0; for n below 0,"
                    + " max(0, rows + n)",
                config ->
                    new SlicedSparse(
                        new Normal(0, config.number("std")), config.number("sparsity"))));
  }

  /** One line for the gains of the nonlinearities. */
  private static String gains(String slope) {
    return "by nonlinearity sqrt(2) for relu, sqrt(2 / (1 + "
        + slope
        + "^2)) for leaky_relu, 5/3 for tanh, 3/4 for selu, 1 for sigmoid, linear and"
        + " convolutions";
  }

  /** Kaiming by {@code a}, {@code mode} and {@code nonlinearity}. */
  static Initializer kaiming(Config config, Distribution distribution) {
    double scale = squaredGain(config.word("nonlinearity"), config.number("a"));
    return new VarianceScaling(scale, FanWords.mode(config.word("mode")), distribution);
  }

  /** The square of the gain; exact for the rectifiers, sqrt(2)^2 is not 2. */
  private static double squaredGain(String nonlinearity, double slope) {
    switch (nonlinearity) {
      case "relu":
        return 2;
      case "leaky_relu":
        return 2 / (1 + slope * slope);
      default:
        double gain = gain(nonlinearity, slope);
        return gain * gain;
    }
  }

  /** torch's {@code calculate_gain}. */
  private static double gain(String nonlinearity, double slope) {
    if (nonlinearity.startsWith("conv")) {
      return Activation.LINEAR.gain();
    }
    return nonlinearity.equals("leaky_relu")
        ? Activation.leakyRelu(slope).gain()
        : Activation.named(nonlinearity).gain();
  }
}
