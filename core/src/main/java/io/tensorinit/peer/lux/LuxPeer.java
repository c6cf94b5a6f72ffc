package io.tensorinit.peer.lux;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** Lux's WeightInitializers and its layers, of July 2026. */
public final class LuxPeer extends Peer {
  /** The one object. */
  public static final LuxPeer PEER = new LuxPeer();

  private LuxPeer() {
    super(
        "lux",
        "WeightInitializers, Lux of July 2026",
        JuliaFanRule.CONVENTION,
        LowRankRule.OUT_ONLY);
  }

  @Override
  public List<NameTable> tables() {
    return List.of(LuxNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of("WeightInitializers", "Lux.WeightInitializers", "Lux");
  }

  @Override
  public List<NamedLayout> layouts() {
    return List.of(
        NamedLayout.of(JuliaFanRule.CONVENTION, "julia_out_in", "julia_conv"),
        NamedLayout.of(Layout.of("julia_vector", JuliaFanRule.JULIA, LowRankRule.OUT_ONLY)));
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of("lux", LuxRecipe::create)
            .takes("activation", "of all layers, identity by default"));
  }
}
