package io.tensorinit.peer.transformers;

import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;

import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.spec.Normal;
import java.util.List;
import java.util.Optional;

/** What Hugging Face's Transformers makes of {@code normal_} in GPT-2 and T5. */
public final class TransformersNames {
  /** GPT-2: residual projections, which are given {@code n_layer}, are smaller. */
  public static final NameTable GPT2 =
      new NameTable(
          List.of("transformers-gpt2"),
          Optional.of(TransformersPeer.PEER),
          List.of(
              new Builder("normal_")
                  .takes(number("initializer_range", 0.02), optional("n_layer", Kind.NUMBER, null))
                  .makes(
                      "N(0, r^2), divided by sqrt(2 n_layer) where n_layer is given",
                      config ->
                          Normal.over(
                              config.number("initializer_range"),
                              config.isPresent("n_layer") ? 2 * config.positive("n_layer") : 1))));

  private static final List<String> SIZES = List.of("d_model", "d_kv", "d_ff", "num_heads");

  /**
   * T5: the factor over the root of the product of the sizes given, which are d_model and d_kv for
   * queries, d_model for keys, values, inner weights and relative bias, num_heads and d_kv for the
   * output, d_ff for the second feed-forward weight, none for the embedding.
   */
  public static final NameTable T5 =
      new NameTable(
          List.of("transformers-t5"),
          Optional.of(TransformersPeer.PEER),
          List.of(
              new Builder("normal_")
                  .takes(number("factor", 1))
                  .takes(SIZES.stream().map(size -> optional(size, Kind.NUMBER, null)).toList())
                  .makes(
                      "N(0, (factor / sqrt(product of the sizes given))^2)",
                      config -> {
                        double product = 1;
                        for (String size : SIZES) {
                          product *= config.isPresent(size) ? config.positive(size) : 1;
                        }
                        return Normal.over(config.number("factor"), product);
                      })));

  private TransformersNames() {}
}
