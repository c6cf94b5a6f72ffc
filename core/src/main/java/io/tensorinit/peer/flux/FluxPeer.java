package io.tensorinit.peer.flux;

import io.tensorinit.layout.LowRankRule;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.lux.JuliaFanRule;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** Flux, of August 2026. */
public final class FluxPeer extends Peer {
  /** The one object. */
  public static final FluxPeer PEER = new FluxPeer();

  private FluxPeer() {
    super(
        "flux", "src/utils.jl, Flux of August 2026", JuliaFanRule.CONVENTION, LowRankRule.OUT_ONLY);
  }

  @Override
  public List<NameTable> tables() {
    return List.of(FluxNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of("Flux");
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(NamedRecipe.of("flux", FluxRecipe::create));
  }
}
