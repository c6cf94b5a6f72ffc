package io.tensorinit.peer.mxnet;

import static io.tensorinit.peer.ConfigParameter.flag;
import static io.tensorinit.peer.ConfigParameter.notNegative;
import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.required;
import static io.tensorinit.peer.ConfigParameter.requiredWord;
import static io.tensorinit.peer.ConfigParameter.word;

import io.tensorinit.peer.Bounds;
import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.GivenValues;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.spec.Bilinear;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.GateBias;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import java.util.List;
import java.util.Optional;

/**
 * MXNet's initializers. {@code scale} of a uniform is half its width; {@code Xavier} takes
 * sqrt(magnitude / n) as the bound of a uniform but as the std of a gaussian.
 */
final class MxnetNames {
  static final NameTable TABLE =
      new NameTable(List.of("mxnet"), Optional.of(MxnetPeer.PEER), entries());

  private MxnetNames() {}

  private static Initializer fusedRnn(Config config) {
    String mode = config.word("mode");
    int gates = mode.equals("lstm") ? 4 : mode.equals("gru") ? 3 : 1;
    return new FusedRnn(
        config.initializer("init"),
        config.integer("num_hidden"),
        config.integer("num_layers"),
        gates,
        config.flag("bidirectional") ? 2 : 1,
        config.number("forget_bias"));
  }

  private static List<Builder> entries() {
    return List.of(
        new Builder("Zero").alias("zeros").makes("0", config -> new Constant(0)),
        new Builder("One").alias("ones").makes("1", config -> new Constant(1)),
        new Builder("Constant")
            .takes(required("value", Kind.VALUE))
            .makes(GivenValues.FORMULA, config -> GivenValues.constant(config, "value")),
        new Builder("Uniform")
            .takes(notNegative("scale", 0.07))
            .makes("U(-scale, scale)", config -> Bounds.symmetric(config, "scale")),
        new Builder("Normal")
            .takes(notNegative("sigma", 0.01))
            .makes("N(0, sigma^2)", config -> new Normal(0, config.number("sigma"))),
        new Builder("Xavier")
            .takes(
                word("rnd_type", "uniform", "uniform", "gaussian"),
                word("factor_type", "avg", "avg", "in", "out"),
                notNegative("magnitude", 3))
            .source(Papers.GLOROT)
            .makes(
                Magnitude.formula("rnd_type uniform", "gaussian", "factor_type"),
                config ->
                    Magnitude.scaling(
                        config.number("magnitude"),
                        FanWords.factor(config.word("factor_type")),
                        config.word("rnd_type").equals("uniform"))),
        new Builder("Orthogonal")
            .takes(
                number("scale", 1.414),
                word("rand_type", "uniform", "uniform", "normal"),
                OrthogonalWords.METHOD)
            .source(OrthogonalWords.papers())
            .makes(
                OrthogonalWords.formula(
                    "scale ", "the first axis makes the rows; the same for either rand_type"),
                config -> {
                  config.word("rand_type");
                  return OrthogonalWords.method(
                      config, new Orthogonal(config.number("scale")).withRowAxis(0));
                }),
        new Builder("Bilinear")
            .source(
                "Long, Shelhamer, Darrell (2015), Fully convolutional networks for semantic"
                    + " segmentation")
            .makes(
                "(1 - |x / f - c|) (1 - |y / f - c|) at column x and row y, f = ceil(width / 2), c ="
                    + " (2 f - 1 - f mod 2) / (2 f); rank 4",
                config -> new Bilinear()),
        new Builder("LSTMBias")
            .takes(number("forget_bias", 1))
            .source(Papers.JOZEFOWICZ)
            .makes(
                "forget_bias in the second of the four gates i, f, c, o, else 0",
                config -> new GateBias("ifco", 'f', config.number("forget_bias"), new Constant(0))),
        new Builder("FusedRNN")
            .takes(
                optional("init", Kind.INITIALIZER, "mxnet:Uniform"),
                required("num_hidden", Kind.INTEGER),
                required("num_layers", Kind.INTEGER),
                requiredWord("mode", "rnn_relu", "rnn_tanh", "lstm", "gru"),
                flag("bidirectional", false),
                number("forget_bias", 1))
            .makes(
                "one flat vector of the num_layers layers of num_hidden, by mode of 1, 1, 4 or 3"
                    + " gates, each weight a matrix (hidden, in) of its own by init, the biases 0"
                    + " behind them, of an lstm's gate f forget_bias; twice all if bidirectional",
                MxnetNames::fusedRnn),
        new Builder("MSRAPrelu")
            .takes(word("factor_type", "avg", "avg", "in", "out"), number("slope", 0.25))
            .source(Papers.HE)
            .makes(
                "N(0, s^2), s = sqrt(2 / ((1 + slope^2) n)), n = fan_in, fan_out or their mean by"
                    + " factor_type",
                config -> {
                  double slope = config.number("slope");
                  return Magnitude.scaling(
                      2 / (1 + slope * slope), FanWords.factor(config.word("factor_type")), false);
                }));
  }
}
