package io.tensorinit.names;

import static io.tensorinit.peer.ConfigParameter.bound;
import static io.tensorinit.peer.ConfigParameter.integer;
import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.required;

import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.GivenValues;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.spec.Binomial;
import io.tensorinit.spec.Blocks;
import io.tensorinit.spec.Clamped;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.GateBias;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Masked;
import io.tensorinit.spec.Mixture;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.PaddingRow;
import io.tensorinit.spec.Scaled;
import io.tensorinit.spec.Shifted;
import io.tensorinit.spec.Sparse;
import io.tensorinit.spec.Sum;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.Uniform;
import io.tensorinit.spec.VarianceScaling;
import io.tensorinit.spec.WithNoise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * TensorInit's own names, none of which a peer has: how a manifest writes what the API composes. A
 * nested initializer is a name, a config object or a number.
 */
final class OwnNames {
  static final NameTable TABLE = new NameTable(List.of(), Optional.empty(), entries());

  private OwnNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>();
    entries.addAll(wrapping());
    entries.addAll(combining());
    entries.addAll(values());
    entries.addAll(DistributionNames.entries());
    return entries;
  }

  private static Builder wrapping(String name) {
    return new Builder(name).takes(required("initializer", Kind.INITIALIZER));
  }

  private static List<Builder> wrapping() {
    return List.of(
        wrapping("scaled")
            .takes(required("scale", Kind.NUMBER))
            .makes(
                "scale times the initializer's values",
                config -> new Scaled(config.initializer("initializer"), config.number("scale"))),
        wrapping("shifted")
            .takes(required("shift", Kind.NUMBER))
            .makes(
                "the initializer's values plus shift",
                config -> new Shifted(config.initializer("initializer"), config.number("shift"))),
        wrapping("clamped")
            .takes(bound("low", Double.NEGATIVE_INFINITY), bound("high", Double.POSITIVE_INFINITY))
            .makes(
                "the initializer's values, those outside [low, high] moved to the nearer bound",
                config ->
                    new Clamped(
                        config.initializer("initializer"),
                        config.number("low"),
                        config.number("high"))),
        wrapping("masked")
            .takes(required("keep", Kind.NUMBER))
            .makes(
                "the initializer's values, each kept with probability keep, else 0",
                config -> new Masked(config.initializer("initializer"), config.number("keep"))),
        wrapping("column_sparse")
            .takes(required("sparsity", Kind.NUMBER))
            .makes(
                "the initializer's values with ceil(sparsity rows) zeros in every column",
                config -> new Sparse(config.initializer("initializer"), config.number("sparsity"))),
        wrapping("padding_row")
            .alias("padding_idx")
            .takes(integer("row", 0))
            .makes(
                "the initializer's values but for one row, along axis 0, that is 0",
                config -> new PaddingRow(config.initializer("initializer"), config.integer("row"))),
        wrapping("with_noise")
            .alias("noise")
            .takes(required("noise", Kind.INITIALIZER))
            .makes(
                "the initializer's values plus those of noise",
                config ->
                    new WithNoise(config.initializer("initializer"), config.initializer("noise"))),
        new Builder("gate_bias")
            .takes(
                optional("order", Kind.TEXT, "ifco"),
                optional("gate", Kind.TEXT, "f"),
                number("value", 1),
                optional("initializer", Kind.INITIALIZER, "zeros"))
            .makes(
                "value in one of the equal gates along the last axis, else the initializer",
                OwnNames::gateBias));
  }

  private static Initializer gateBias(Config config) {
    String gate = config.text("gate");
    if (gate.length() != 1) {
      throw config.refused("gate", gate, "one letter of the order");
    }
    return new GateBias(
        config.text("order"),
        gate.charAt(0),
        config.number("value"),
        config.initializer("initializer"));
  }

  private static List<Builder> combining() {
    return List.of(
        new Builder("sum")
            .takes(required("initializers", Kind.INITIALIZERS))
            .makes(
                "the sum of independent initializers",
                config -> new Sum(config.initializers("initializers"))),
        new Builder("mixture")
            .takes(
                required("probabilities", Kind.NUMBERS),
                required("initializers", Kind.INITIALIZERS))
            .makes(
                "each element from one of the initializers, chosen with its probability",
                OwnNames::mixture),
        new Builder("blocks")
            .alias("concatenated")
            .takes(
                integer("axis", 0),
                required("initializers", Kind.INITIALIZERS),
                optional("sizes", Kind.INTEGERS, null))
            .makes(
                "the initializers side by side along axis, in equal shares or of the sizes given",
                OwnNames::blocks));
  }

  private static Initializer mixture(Config config) {
    List<Double> probabilities = config.numbers("probabilities");
    List<Initializer> initializers = config.initializers("initializers");
    requireAsMany(config, "probabilities", probabilities.size(), initializers.size());
    List<Mixture.Chance> chances = new ArrayList<>();
    for (int k = 0; k < initializers.size(); k++) {
      chances.add(new Mixture.Chance(probabilities.get(k), initializers.get(k)));
    }
    return new Mixture(chances);
  }

  private static Initializer blocks(Config config) {
    List<Initializer> initializers = config.initializers("initializers");
    boolean sized = config.isPresent("sizes");
    List<Integer> sizes = config.integers("sizes");
    if (sized) {
      requireAsMany(config, "sizes", sizes.size(), initializers.size());
    }
    List<Blocks.Block> blocks = new ArrayList<>();
    for (int k = 0; k < initializers.size(); k++) {
      blocks.add(
          sized
              ? new Blocks.Block(sizes.get(k), initializers.get(k))
              : new Blocks.Block(initializers.get(k)));
    }
    return new Blocks(config.smallInteger("axis"), blocks);
  }

  private static void requireAsMany(Config config, String name, int entries, int initializers) {
    if (entries != initializers) {
      throw config.refused(
          name, config.raw(name), "as many as the " + initializers + " initializers");
    }
  }

  private static List<Builder> values() {
    return List.of(
        new Builder("tensor")
            .alias("given")
            .takes(required("value", Kind.VALUE))
            .makes(
                "the values given, of exactly the tensor's shape",
                config -> GivenValues.read(config, "value").exact()),
        new Builder("fan_in_uniform")
            .takes(optional("n", Kind.NUMBER, null))
            .makes(
                "U(-l, l), l = 1 / sqrt(n), n the fan in unless given",
                config -> {
                  if (!config.isPresent("n")) {
                    return new VarianceScaling(1.0 / 3, FanMode.FAN_IN, Distribution.UNIFORM);
                  }
                  double bound = 1 / Math.sqrt(config.positive("n"));
                  return new Uniform(-bound, bound);
                }),
        new Builder("fan_in_normal")
            .takes(optional("n", Kind.NUMBER, null))
            .makes(
                "N(0, s^2), s = 1 / sqrt(n), n the fan in unless given",
                config ->
                    config.isPresent("n")
                        ? new Normal(0, 1 / Math.sqrt(config.positive("n")))
                        : new VarianceScaling(1, FanMode.FAN_IN, Distribution.NORMAL)),
        new Builder("corrected_truncated_normal")
            .takes(number("mean", 0), number("std", 1), bound("low", -2), bound("high", 2))
            .makes(
                "normal cut at low and high of its stds from the mean, of this std after cutting",
                config ->
                    TruncatedNormal.corrected(
                        config.number("mean"),
                        config.number("std"),
                        config.number("low"),
                        config.number("high"))),
        new Builder("binomial")
            .takes(required("n", Kind.INTEGER), required("p", Kind.NUMBER))
            .makes(
                "the successes in n trials of probability p",
                config -> new Binomial(config.smallInteger("n"), config.number("p"))));
  }
}
