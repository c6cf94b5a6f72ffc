package io.tensorinit.peer.transformers;

import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;

import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Papers;
import java.util.List;
import java.util.Optional;

/** What Hugging Face's Transformers makes of {@code normal_} in GPT-2 and T5. */
final class TransformersNames {
  /** GPT-2: residual projections, which are given {@code n_layer}, are smaller. */
  static final NameTable GPT2 =
      new NameTable(
          List.of("transformers-gpt2"),
          Optional.of(TransformersPeer.PEER),
          List.of(
              new Builder("normal_")
                  .takes(number("initializer_range", 0.02), optional("n_layer", Kind.NUMBER))
                  .source(Papers.GPT_2)
                  .makes(
                      "N(0, s^2), s = initializer_range; with n_layer s = initializer_range /"
                          + " sqrt(2 n_layer)",
                      config -> {
                        double range = config.number("initializer_range");
                        return config.isPresent("n_layer")
                            ? residual(range, config.positive("n_layer"))
                            : new Normal(0, range);
                      })));

  private static final List<String> SIZES = List.of("d_model", "d_kv", "d_ff", "num_heads");

  /**
   * T5: the factor over the root of the product of the sizes given, which are d_model and d_kv for
   * queries, d_model for keys, values, inner weights and relative bias, num_heads and d_kv for the
   * output, d_ff for the second feed-forward weight, none for the embedding.
   */
  static final NameTable T5 =
      new NameTable(
          List.of("transformers-t5"),
          Optional.of(TransformersPeer.PEER),
          List.of(
              new Builder("normal_")
                  .takes(number("factor", 1))
                  .takes(SIZES.stream().map(size -> optional(size, Kind.NUMBER)).toList())
                  .source(
                      "Raffel et al. (2020), Exploring the limits of transfer learning with a"
                          + " unified text-to-text transformer")
                  .makes(
                      "N(0, s^2), s = factor / sqrt(p), p the product of those of d_model, d_kv, d_ff"
                          + " and num_heads that are given",
                      config -> {
                        double product = 1;
                        for (String size : SIZES) {
                          product *= config.isPresent(size) ? config.positive(size) : 1;
                        }
                        return bySizes(config.number("factor"), product);
                      })));

  private TransformersNames() {}

  /** GPT-2's residual projections: N(0, (range / sqrt(2 layers))^2). */
  static Normal residual(double range, double layers) {
    return Normal.over(range, 2 * layers);
  }

  /** T5's matrices: N(0, (factor / sqrt(product of their sizes))^2). */
  static Normal bySizes(double factor, double product) {
    return Normal.over(factor, product);
  }
}
