package io.tensorinit.peer.neox;

import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.required;

import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import java.util.List;
import java.util.Optional;

/** The normals of EleutherAI's gpt-neox. */
final class NeoxNames {
  private static final String RESIDUAL =
      "N(0, s^2), s = std / sqrt(num_residuals_per_layer n_layers)";

  static final NameTable TABLE =
      new NameTable(List.of("gpt-neox", "neox"), Optional.of(NeoxPeer.PEER), entries());

  private NeoxNames() {}

  private static List<Builder> entries() {
    return List.of(
        new Builder("normal")
            .takes(number("std", 0.02))
            .makes("N(0, std^2)", config -> new Normal(0, config.number("std"))),
        new Builder("scaled_normal")
            .takes(number("std", 0.02), required("n_layers", Kind.NUMBER))
            .takes(number("num_residuals_per_layer", 2))
            .source(Papers.GPT_2)
            .makes(RESIDUAL, NeoxNames::residual),
        new Builder("single_residual_scaled_normal")
            .takes(number("std", 0.02), required("n_layers", Kind.NUMBER))
            .takes(number("num_residuals_per_layer", 1))
            .source(Papers.GPT_2)
            .makes(RESIDUAL, NeoxNames::residual),
        new Builder("orthogonal")
            .takes(required("n_layers", Kind.NUMBER), OrthogonalWords.METHOD)
            .source(OrthogonalWords.papers())
            .makes(
                OrthogonalWords.formula("sqrt(2 / n_layers) ", "the first axis makes the rows"),
                config ->
                    OrthogonalWords.method(
                        config,
                        new Orthogonal(Math.sqrt(2 / config.positive("n_layers"))).withRowAxis(0))),
        new Builder("small_init")
            .takes(required("dim", Kind.NUMBER))
            .source("Nguyen, Salazar (2019), Transformers without tears")
            .makes(
                "N(0, s^2), s = sqrt(2 / (5 dim))",
                config -> Normal.over(1, 5 * config.positive("dim") / 2)),
        new Builder("wang_init")
            .takes(required("dim", Kind.NUMBER), required("n_layers", Kind.NUMBER))
            .source("Wang (2021), Mesh-Transformer-JAX")
            .makes(
                "N(0, s^2), s = 2 / (n_layers sqrt(dim))",
                config -> Normal.over(2 / config.positive("n_layers"), config.positive("dim"))));
  }

  private static Initializer residual(Config config) {
    return Normal.over(
        config.number("std"),
        config.positive("num_residuals_per_layer") * config.positive("n_layers"));
  }
}
