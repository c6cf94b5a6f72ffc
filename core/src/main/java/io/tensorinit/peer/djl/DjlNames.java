package io.tensorinit.peer.djl;

import static io.tensorinit.peer.ConfigParameter.notNegative;
import static io.tensorinit.peer.ConfigParameter.positive;
import static io.tensorinit.peer.ConfigParameter.required;
import static io.tensorinit.peer.ConfigParameter.word;

import io.tensorinit.peer.Bounds;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.mxnet.Magnitude;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.TruncatedNormal;
import java.util.List;
import java.util.Optional;

/**
 * Deep Java Library's initializers. {@code XavierInitializer} is MXNet's with a default magnitude
 * of 6, so that its bounds are sqrt(2) wider than Glorot's.
 */
final class DjlNames {
  static final NameTable TABLE =
      new NameTable(List.of("djl"), Optional.of(DjlPeer.PEER), entries());

  private DjlNames() {}

  private static List<Builder> entries() {
    return List.of(
        new Builder("ZEROS").makes("0", config -> new Constant(0)),
        new Builder("ONES").makes("1", config -> new Constant(1)),
        new Builder("ConstantInitializer")
            .alias("Constant")
            .takes(required("value", Kind.NUMBER))
            .makes("value", config -> new Constant(config.number("value"))),
        new Builder("UniformInitializer")
            .alias("Uniform")
            .takes(notNegative("scale", 0.07))
            .makes("U(-scale, scale)", config -> Bounds.symmetric(config, "scale")),
        new Builder("NormalInitializer")
            .alias("Normal")
            .takes(notNegative("sigma", 0.01))
            .makes("N(0, sigma^2)", config -> new Normal(0, config.number("sigma"))),
        new Builder("TruncatedNormalInitializer")
            .alias("TruncatedNormal")
            .takes(positive("sigma", 0.01))
            .source(Papers.CUT_NORMAL)
            .makes(
                "N(0, sigma^2) cut at +-2 sigma, so that its std is 0.8796 sigma",
                config ->
                    new TruncatedNormal(
                        0, config.number("sigma"), -2, 2, TruncatedNormal.Bounds.SIGMAS)),
        new Builder("XavierInitializer")
            .alias("Xavier")
            .takes(
                word("randomType", "UNIFORM", "UNIFORM", "GAUSSIAN"),
                word("factorType", "AVG", "AVG", "IN", "OUT"),
                notNegative("magnitude", 6))
            .source(Papers.GLOROT)
            .makes(
                Magnitude.formula("randomType UNIFORM", "GAUSSIAN", "factorType"),
                config ->
                    Magnitude.scaling(
                        config.number("magnitude"),
                        FanWords.factor(config.word("factorType")),
                        config.word("randomType").equals("UNIFORM"))));
  }
}
