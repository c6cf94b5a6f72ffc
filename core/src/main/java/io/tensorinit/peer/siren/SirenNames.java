package io.tensorinit.peer.siren;

import static io.tensorinit.peer.ConfigParameter.number;

import io.tensorinit.peer.Config;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.VarianceScaling;
import java.util.List;
import java.util.Optional;

/** The two laws of SIREN's weights. */
final class SirenNames {
  private static final String PAPER =
      "Sitzmann et al. (2020), Implicit neural representations with periodic activation functions";

  static final NameTable TABLE =
      new NameTable(
          List.of("siren"),
          Optional.of(SirenPeer.PEER),
          List.of(
              new Builder("sine_init")
                  .takes(number("omega_0", 30))
                  .source(PAPER)
                  .makes("U(-l, l), l = sqrt(6 / fan_in) / omega_0", SirenNames::sine),
              new Builder("first_layer_sine_init")
                  .source(PAPER)
                  .makes("U(-l, l), l = 1 / fan_in", config -> new FirstLayer())));

  private SirenNames() {}

  private static Initializer sine(Config config) {
    double omega = config.positive("omega_0");
    return new VarianceScaling(2 / (omega * omega), FanMode.FAN_IN, Distribution.UNIFORM);
  }
}
