package io.tensorinit.peer.flux;

import static io.tensorinit.peer.ConfigParameter.number;
import static io.tensorinit.peer.ConfigParameter.optional;

import io.tensorinit.peer.ConfigParameter.Kind;
import io.tensorinit.peer.NameEntry.Builder;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.lux.JuliaInitializers;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Papers;
import io.tensorinit.spec.Uniform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flux's initializers: Lux's, and {@code lecun_normal}, which is cut at -2 and 2 outright. */
final class FluxNames {
  static final NameTable TABLE =
      new NameTable(List.of("flux"), Optional.of(FluxPeer.PEER), entries());

  private FluxNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>(JuliaInitializers.entries());
    entries.add(new Builder("zeros32").makes("0", config -> new Constant(0)));
    entries.add(new Builder("ones32").makes("1", config -> new Constant(1)));
    entries.add(new Builder("rand32").makes("U(0, 1)", config -> new Uniform(0, 1)));
    entries.add(new Builder("randn32").makes("N(0, 1)", config -> new Normal(0, 1)));
    entries.add(
        new Builder("identity_init")
            .takes(number("gain", 1), optional("shift", Kind.INTEGERS, 0L))
            .source(Papers.LE)
            .makes(
                JuliaInitializers.identityFormula("rolled by shift, one integer or one an axis"),
                config ->
                    JuliaInitializers.identity(
                        config, JuliaInitializers.shiftPerAxis(config, "shift"))));
    entries.add(
        new Builder("lecun_normal")
            .takes(number("gain", 1))
            .source(Papers.LECUN)
            .makes(
                "N(0, s^2) cut at the values -2 and 2, s = gain / sqrt(fan_in)",
                config -> new FluxLecunNormal(config.positive("gain"))));
    return entries;
  }
}
