package io.tensorinit.peer.lux;

import static io.tensorinit.peer.ConfigParameter.bound;
import static io.tensorinit.peer.ConfigParameter.notNegative;
import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.required;

import io.tensorinit.layout.ChannelOrder;
import io.tensorinit.peer.Bounds;
import io.tensorinit.peer.Config;
import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.FanWords;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.OrthogonalWords;
import io.tensorinit.peer.ZeroScale;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Identity;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Orthogonal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.Shift;
import io.tensorinit.spec.Sparse;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.ZeroFan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Lux's WeightInitializers and Flux have in common. Normals of Glorot and Kaiming are not cut,
 * the bounds of {@code truncated_normal} are absolute values.
 */
public final class JuliaInitializers {
  private JuliaInitializers() {}

  /**
   * The entries that both libraries have.
   *
   * @return fresh builders
   */
  public static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>();
    for (Distribution distribution : List.of(Distribution.UNIFORM, Distribution.NORMAL)) {
      String suffix = distribution == Distribution.UNIFORM ? "_uniform" : "_normal";
      entries.add(scaled("glorot" + suffix, 1, FanMode.FAN_AVG, distribution));
      entries.add(scaled("kaiming" + suffix, Math.sqrt(2), FanMode.FAN_IN, distribution));
    }
    entries.add(
        new Builder("truncated_normal")
            .takes(number("mean", 0), notNegative("std", 1), bound("lo", -2), bound("hi", 2))
            .source(Papers.CUT_NORMAL)
            .makes(
                "N(mean, std^2) cut at lo and hi, which are values, not stds",
                config ->
                    Bounds.cutNormal(
                        config,
                        config.number("mean"),
                        "std",
                        "lo",
                        "hi",
                        TruncatedNormal.Bounds.ABSOLUTE)));
    entries.add(
        new Builder("orthogonal")
            .takes(number("gain", 1), OrthogonalWords.METHOD)
            .source(OrthogonalWords.papers())
            .makes(
                OrthogonalWords.formula("gain ", "the last axis makes the columns"),
                config -> OrthogonalWords.method(config, new Orthogonal(config.number("gain")))));
    entries.add(
        new Builder("sparse_init")
            .takes(required("sparsity", Kind.NUMBER), notNegative("std", 0.01))
            .source(Papers.MARTENS)
            .makes(
                "N(0, std^2), ceil(sparsity rows) elements of every column 0",
                config ->
                    new Sparse(
                        new Normal(0, config.number("std")),
                        // beyond 0..1 as Julia's ranges have it: none, or all
                        Math.min(1, Math.max(0, config.number("sparsity"))))));
    return entries;
  }

  /**
   * One line for the identity.
   *
   * @param rolled what shift does
   * @return the formula
   */
  public static String identityFormula(String rolled) {
    return "gain at [i, i] of the kernel's centre, floor((k - 1) / 2) an axis, else 0; 0 for rank 1;"
        + " "
        + rolled;
  }

  /**
   * The identity with channels last, rolled.
   *
   * @param config holds {@code gain}
   * @param shift how far it is rolled
   * @return the initializer
   */
  public static Initializer identity(Config config, Shift shift) {
    return new Identity(
        config.number("gain"), shift, Optional.of(ChannelOrder.LAST), Identity.Fits.ANY);
  }

  /**
   * Julia's {@code circshift}: axes without an amount are not rolled.
   *
   * @param config holds the shift, one integer or a list of integers
   * @param name the parameter that is the shift
   * @return the shift
   */
  public static Shift shiftPerAxis(Config config, String name) {
    return Shift.perAxis(config.integers(name).stream().map(Integer::longValue).toList());
  }

  private static Builder scaled(String name, double gain, FanMode mode, Distribution distribution) {
    return new Builder(name)
        .takes(number("gain", gain))
        .source(mode == FanMode.FAN_AVG ? Papers.GLOROT : Papers.HE)
        .makes(
            FanWords.formula("gain ", 1, mode, distribution),
            config -> {
              double scale = config.number("gain") * config.number("gain");
              return ZeroScale.varianceScaling(scale, mode, distribution, ZeroFan.COUNTS_AS_ONE);
            });
  }
}
