package io.tensorinit.names;

import io.tensorinit.Peer;
import io.tensorinit.names.NameEntry.Builder;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.Normal;
import io.tensorinit.spec.Uniform;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Flux's initializers: Lux's, and {@code lecun_normal}, which is cut at -2 and 2 outright. */
final class FluxNames {
  static final NameTable TABLE = new NameTable(List.of("flux"), Optional.of(Peer.FLUX), entries());

  private FluxNames() {}

  private static List<Builder> entries() {
    List<Builder> entries = new ArrayList<>(JuliaInitializers.entries());
    entries.add(new Builder("zeros32").makes("0", config -> new Constant(0)));
    entries.add(new Builder("ones32").makes("1", config -> new Constant(1)));
    entries.add(new Builder("rand32").makes("U(0, 1)", config -> new Uniform(0, 1)));
    entries.add(new Builder("randn32").makes("N(0, 1)", config -> new Normal(0, 1)));
    return entries;
  }
}
