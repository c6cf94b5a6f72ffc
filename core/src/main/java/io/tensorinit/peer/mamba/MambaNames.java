package io.tensorinit.peer.mamba;

import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;
import static io.tensorinit.peer.ConfigParameter.required;
import static io.tensorinit.peer.ConfigParameter.word;

import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Continuous;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.Uniform;
import io.tensorinit.spec.VarianceScaling;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What Mamba and Mamba-2 do to their parameters.
 *
 * <p>Sources: A. Gu, T. Dao (2023), Mamba: linear-time sequence modeling with selective state
 * spaces; T. Dao, A. Gu (2024), Transformers are SSMs.
 */
final class MambaNames {
  static final NameTable TABLE =
      new NameTable(List.of("mamba"), Optional.of(MambaPeer.PEER), entries());

  private MambaNames() {}

  private static List<Builder> entries() {
    return List.of(
        new Builder("A_log")
            .takes(
                optional("d_state", Kind.INTEGER),
                optional("d_inner", Kind.INTEGER),
                optional("A_init_range", Kind.NUMBERS))
            .source(Papers.MAMBA, Papers.MAMBA_2)
            .makes(
                "ln(n + 1) at index n of the last axis; with A_init_range [low, high]: ln(x), x of"
                    + " U(low, high)",
                MambaNames::logarithmOfA),
        new Builder("dt_bias")
            .takes(number("dt_min", 0.001), number("dt_max", 0.1))
            .takes(number("dt_init_floor", 1e-4))
            .source(Papers.MAMBA)
            .makes(
                "ln(exp(x) - 1), x = max(dt_init_floor, exp(y)), y of U(ln dt_min, ln dt_max)",
                config ->
                    Continuous.of(
                        Continuous.Family.INVERSE_SOFTPLUS_OF_LOG_UNIFORM,
                        config.number("dt_min"),
                        config.number("dt_max"),
                        config.number("dt_init_floor"))),
        new Builder("D").source(Papers.MAMBA).makes("1", config -> new Constant(1)),
        new Builder("uniform_")
            .takes(required("dt_rank", Kind.NUMBER), number("dt_scale", 1))
            .source(Papers.MAMBA)
            .makes(
                "U(-l, l), l = dt_scale / sqrt(dt_rank)",
                config -> {
                  double bound =
                      config.positive("dt_scale") / Math.sqrt(config.positive("dt_rank"));
                  return new Uniform(-bound, bound);
                }),
        new Builder("normal_")
            .takes(number("std", 0.02))
            .makes("N(0, std^2)", config -> new Normal(0, config.number("std"))),
        new Builder("kaiming_uniform_")
            .takes(
                number("a", Math.sqrt(5)),
                word("mode", "fan_in", "fan_in", "fan_out"),
                required("n_layer", Kind.NUMBER),
                number("n_residuals_per_layer", 1))
            .source(Papers.HE, Papers.GPT_2)
            .makes(
                "U(-l, l), l = sqrt(6 / ((1 + a^2) n)) / sqrt(n_residuals_per_layer n_layer), n ="
                    + " fan_in or fan_out by mode",
                config -> {
                  double a = config.number("a");
                  double layers =
                      config.positive("n_layer") * config.positive("n_residuals_per_layer");
                  return new VarianceScaling(
                      2 / (1 + a * a) / layers,
                      FanWords.mode(config.word("mode")),
                      Distribution.UNIFORM);
                }));
  }

  private static Initializer logarithmOfA(Config config) {
    if (config.isPresent("A_init_range")) {
      List<Double> range = config.numbers("A_init_range");
      if (range.size() != 2) {
        throw config.refused("A_init_range", config.raw("A_init_range"), "[low, high]");
      }
      return new Continuous(Continuous.Family.LOG_OF_UNIFORM, range);
    }
    return new SizedMatrix(new LogarithmRamp(), size(config, "d_inner"), size(config, "d_state"));
  }

  private static OptionalLong size(Config config, String name) {
    return config.isPresent(name) ? OptionalLong.of(config.integer(name)) : OptionalLong.empty();
  }
}
