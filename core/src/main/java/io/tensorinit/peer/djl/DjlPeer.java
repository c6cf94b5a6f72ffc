package io.tensorinit.peer.djl;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.SizesFanRule;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** Deep Java Library. */
public final class DjlPeer extends Peer {
  /** DJL: {@code (out, in, receptive field...)}. */
  public static final Layout CONVENTION = Layout.of("djl", SizesFanRule.OUT_IN);

  /** The one object. */
  public static final DjlPeer PEER = new DjlPeer();

  private DjlPeer() {
    super(
        "djl",
        "ai.djl.training.initializer, Deep Java Library of July 2026",
        CONVENTION,
        LowRankRule.refused("djl"));
  }

  @Override
  public List<NameTable> tables() {
    return List.of(DjlNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of(
        "ai.djl.training.initializer", "ai.djl.training.initializer.Initializer", "Initializer");
  }

  @Override
  public List<NamedLayout> layouts() {
    return List.of(NamedLayout.of(CONVENTION, "djl_out_in", "djl_conv"));
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(NamedRecipe.of("djl", DjlRecipe::create));
  }
}
