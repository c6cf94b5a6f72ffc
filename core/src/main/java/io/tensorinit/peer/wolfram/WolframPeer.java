package io.tensorinit.peer.wolfram;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** Wolfram Language, NetInitialize, whose page does not say how it reads weights. */
public final class WolframPeer extends Peer {
  /** The one object. */
  public static final WolframPeer PEER = new WolframPeer();

  private WolframPeer() {
    super(
        "wolfram",
        "NetInitialize, Wolfram Language, documentation of 2022",
        Layout.OUT_IN,
        LowRankRule.BOTH);
  }

  @Override
  public List<NameTable> tables() {
    return List.of(WolframNames.TABLE);
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of("wolfram", WolframRecipe::create)
            .takes(
                "Method", "Kaiming (default), Xavier, Orthogonal, Random or Identity",
                "Distribution", "Normal or Uniform; of Identity, its noise",
                "Weights", "distribution of Random"));
  }
}
