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
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.GateBias;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Mixture;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.Scaled;
import io.tensorinit.spec.Sparse;
import io.tensorinit.spec.Sum;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.Uniform;
import io.tensorinit.spec.VarianceScaling;
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
    entries.addAll(CountNames.entries());
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
                "scale x, x of initializer",
                config -> new Scaled(config.initializer("initializer"), config.number("scale"))),
        wrapping("shifted")
            .takes(required("shift", Kind.NUMBER))
            .makes(
                "x + shift, x of initializer",
                config -> config.initializer("initializer").shifted(config.number("shift"))),
        wrapping("clamped")
            .takes(bound("low", Double.NEGATIVE_INFINITY), bound("high", Double.POSITIVE_INFINITY))
            .makes(
                "min(max(x, low), high), x of initializer",
                config ->
                    config
                        .initializer("initializer")
                        .clamped(config.number("low"), config.number("high"))),
        wrapping("masked")
            .takes(required("keep", Kind.PROBABILITY))
            .makes(
                "x with probability keep, else 0, x of initializer",
                config -> config.initializer("initializer").masked(config.number("keep"))),
        wrapping("column_sparse")
            .takes(required("sparsity", Kind.PROBABILITY))
            .source(Papers.MARTENS)
            .makes(
                "x of initializer, ceil(sparsity rows) elements of every column 0",
                config -> new Sparse(config.initializer("initializer"), config.number("sparsity"))),
        wrapping("padding_row")
            .alias("padding_idx")
            .takes(integer("row", 0))
            .makes(
                "x of initializer, 0 at index row of axis 0",
                config -> config.initializer("initializer").withPaddingRow(config.integer("row"))),
        wrapping("with_noise")
            .alias("noise")
            .takes(required("noise", Kind.INITIALIZER))
            .makes(
                "x + y, x of initializer, y of noise from a stream of its own",
                config -> config.initializer("initializer").withNoise(config.initializer("noise"))),
        new Builder("gate_bias")
            .takes(
                optional("order", Kind.TEXT, "ifco"),
                optional("gate", Kind.TEXT, "f"),
                number("value", 1),
                optional("initializer", Kind.INITIALIZER, "zeros"))
            .source(Papers.JOZEFOWICZ)
            .makes(
                "value in the block of the last axis that order has at gate, x of initializer in the"
                    + " others; as many equal blocks as letters",
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
                "x_1 + x_2 + ..., x_k of the k-th of initializers, independent of each other",
                config -> new Sum(config.initializers("initializers"))),
        new Builder("mixture")
            .takes(
                required("probabilities", Kind.NUMBERS),
                required("initializers", Kind.INITIALIZERS))
            .source("McLachlan, Peel (2000), Finite mixture models")
            .makes(
                "x_k with probability p_k, x_k of the k-th of initializers, p_k of probabilities",
                OwnNames::mixture),
        new Builder("blocks")
            .alias("concatenated")
            .takes(
                integer("axis", 0),
                required("initializers", Kind.INITIALIZERS),
                optional("sizes", Kind.INTEGERS))
            .makes(
                "x_k in the k-th block along axis, x_k of the k-th of initializers; equal blocks, or"
                    + " of sizes",
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
                "value, an array of the tensor's shape",
                config -> GivenValues.read(config, "value").exact()),
        new Builder("fan_in_uniform")
            .takes(optional("n", Kind.NUMBER))
            .source(Papers.COMMON_HEURISTIC)
            .makes(
                "U(-l, l), l = 1 / sqrt(n), n = fan_in unless given",
                config -> {
                  if (!config.isPresent("n")) {
                    return new VarianceScaling(1.0 / 3, FanMode.FAN_IN, Distribution.UNIFORM);
                  }
                  double bound = 1 / Math.sqrt(config.positive("n"));
                  return new Uniform(-bound, bound);
                }),
        new Builder("fan_in_normal")
            .takes(optional("n", Kind.NUMBER))
            .source(Papers.LECUN)
            .makes(
                "N(0, s^2), s = 1 / sqrt(n), n = fan_in unless given",
                config ->
                    config.isPresent("n")
                        ? new Normal(0, 1 / Math.sqrt(config.positive("n")))
                        : new VarianceScaling(1, FanMode.FAN_IN, Distribution.NORMAL)),
        new Builder("corrected_truncated_normal")
            .takes(number("mean", 0), number("std", 1), bound("low", -2), bound("high", 2))
            .source(Papers.CUT_NORMAL)
            .makes(
                "N(mean, c^2) cut at mean + low c and mean + high c, c such that the std is std",
                config ->
                    TruncatedNormal.corrected(
                        config.number("mean"),
                        config.number("std"),
                        config.number("low"),
                        config.number("high"))),
        new Builder("binomial")
            .takes(required("n", Kind.INTEGER), required("p", Kind.PROBABILITY))
            .source(Papers.BINOMIAL)
            .makes(
                "k with probability C(n, k) p^k (1 - p)^(n - k)",
                config -> new Binomial(config.smallInteger("n"), config.number("p"))));
  }
}
