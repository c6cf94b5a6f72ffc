package io.tensorinit.names;

import static io.tensorinit.names.ConfigParameter.bound;
import static io.tensorinit.names.ConfigParameter.number;

import io.tensorinit.names.NameEntry.Builder;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.TruncatedNormal;
import io.tensorinit.spec.VarianceScaling;
import java.util.ArrayList;
import java.util.List;

/**
 * What Lux's WeightInitializers and Flux have in common. Normals of Glorot and Kaiming are not cut,
 * the bounds of {@code truncated_normal} are absolute values.
 */
final class JuliaInitializers {
  private JuliaInitializers() {}

  static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>();
    for (Distribution distribution : List.of(Distribution.UNIFORM, Distribution.NORMAL)) {
      String suffix = distribution == Distribution.UNIFORM ? "_uniform" : "_normal";
      entries.add(scaled("glorot" + suffix, 1, FanMode.FAN_AVG, distribution));
      entries.add(scaled("kaiming" + suffix, Math.sqrt(2), FanMode.FAN_IN, distribution));
    }
    entries.add(
        new Builder("truncated_normal")
            .takes(number("mean", 0), number("std", 1), bound("lo", -2), bound("hi", 2))
            .makes(
                "N(mean, std^2) cut at the absolute values lo and hi",
                config ->
                    new TruncatedNormal(
                        config.number("mean"),
                        config.number("std"),
                        config.number("lo"),
                        config.number("hi"),
                        TruncatedNormal.Bounds.ABSOLUTE)));
    return entries;
  }

  private static Builder scaled(
      String name, double gain, FanMode mode, Distribution distribution) {
    return new Builder(name)
        .takes(number("gain", gain))
        .makes(
            "gain times: " + FanWords.formula(1, mode, distribution),
            config -> VarianceScaling.ofGain(config.number("gain"), mode, distribution));
  }
}
