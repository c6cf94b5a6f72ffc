package io.tensorinit.peer.tensorflow;

import static io.tensorinit.peer.ConfigParameter.notNegative;
import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.positive;
import static io.tensorinit.peer.ConfigParameter.word;

import io.tensorinit.peer.Bounds;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Identity;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.VarianceScaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * TensorFlow for Java's initializers, as it means them: Keras's laws. Its code draws uniform
 * variance scaling from [0, 1), counts the input channels twice and leaves an orthogonal tensor
 * flat; those defects are not followed.
 */
final class TensorFlowJavaNames {
  private static final String[] DISTRIBUTIONS = {"TRUNCATED_NORMAL", "NORMAL", "UNIFORM"};

  static final NameTable TABLE =
      new NameTable(
          List.of("tensorflow-java", "tfjava"), Optional.of(TensorFlowJavaPeer.PEER), entries());

  private TensorFlowJavaNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>(plain());
    entries.add(
        new Builder("VarianceScaling")
            .takes(
                positive("scale", 1),
                word("mode", "FAN_IN", "FAN_IN", "FAN_OUT", "FAN_AVG"),
                word("distribution", "TRUNCATED_NORMAL", DISTRIBUTIONS))
            .source(Papers.GLOROT, Papers.HE)
            .makes(
                byDistribution("sqrt(scale / n), n = fan_in, fan_out or their mean by mode"),
                config ->
                    new VarianceScaling(
                        config.number("scale"),
                        FanWords.mode(config.word("mode")),
                        distribution(config.word("distribution")))));
    entries.addAll(named("Glorot", 1, FanMode.FAN_AVG));
    entries.addAll(named("He", 2, FanMode.FAN_IN));
    entries.addAll(named("LeCun", 1, FanMode.FAN_IN));
    return entries;
  }

  private static List<Builder> plain() {
    return List.of(
        new Builder("Zeros").makes("0", config -> new Constant(0)),
        new Builder("Ones").makes("1", config -> new Constant(1)),
        new Builder("Constant")
            .takes(number("value", 0))
            .makes("value", config -> new Constant(config.number("value"))),
        new Builder("Identity")
            .takes(number("gain", 1))
            .source(Papers.LE)
            .makes(
                "gain at [i, i], else 0; rank 2",
                config -> new Identity(config.number("gain")).withFits(Identity.Fits.MATRIX)),
        new Builder("Orthogonal")
            .takes(number("gain", 1), OrthogonalWords.METHOD)
            .source(OrthogonalWords.papers())
            .makes(
                OrthogonalWords.formula("gain ", "the last axis makes the columns"),
                config -> OrthogonalWords.method(config, new Orthogonal(config.number("gain")))),
        new Builder("RandomNormal")
            .takes(number("mean", 0), notNegative("stddev", 0.05))
            .makes(
                "N(mean, stddev^2)",
                config -> new Normal(config.number("mean"), config.number("stddev"))),
        new Builder("RandomUniform")
            .takes(number("minval", -0.05), number("maxval", 0.05))
            .makes("U(minval, maxval)", config -> Bounds.uniform(config, "minval", "maxval")),
        new Builder("TruncatedNormal")
            .takes(number("mean", 0), positive("stddev", 0.05))
            .source(Papers.CUT_NORMAL)
            .makes(
                FanWords.cutFormula("stddev"),
                config ->
                    new TruncatedNormal(
                        config.number("mean"),
                        config.number("stddev"),
                        -2,
                        2,
                        TruncatedNormal.Bounds.SIGMAS)));
  }

  /** A scheme, and the scheme with its distribution in parentheses. */
  private static List<Builder> named(String name, int scale, FanMode mode) {
    List<Builder> entries = new ArrayList<>();
    entries.add(
        new Builder(name)
            .takes(word("distribution", "TRUNCATED_NORMAL", DISTRIBUTIONS))
            .source(FanWords.paper(scale, mode))
            .makes(
                byDistribution(FanWords.std(scale, mode)),
                config ->
                    new VarianceScaling(scale, mode, distribution(config.word("distribution")))));
    for (String word : DISTRIBUTIONS) {
      Initializer spec = new VarianceScaling(scale, mode, distribution(word));
      entries.add(
          new Builder(name + "(" + word + ")")
              .source(FanWords.paper(scale, mode))
              .makes(FanWords.formula(scale, mode, distribution(word)), config -> spec));
    }
    return entries;
  }

  private static String byDistribution(String std) {
    return FanWords.byDistribution(std, DISTRIBUTIONS[0], DISTRIBUTIONS[1], DISTRIBUTIONS[2]);
  }

  private static Distribution distribution(String word) {
    return Distribution.valueOf(word);
  }
}
