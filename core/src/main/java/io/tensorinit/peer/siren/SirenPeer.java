package io.tensorinit.peer.siren;

import io.tensorinit.layout.LowRankRule;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** SIREN, as its authors published it. */
public final class SirenPeer extends Peer {
  /** The one object. */
  public static final SirenPeer PEER = new SirenPeer();

  private SirenPeer() {
    super(
        "siren",
        "modules.py, vsitzmann/siren of 2021",
        TorchPeer.CONVENTION,
        LowRankRule.refused("siren"));
  }

  @Override
  public List<NameTable> tables() {
    return List.of(SirenNames.TABLE);
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of("siren", SirenRecipe::create)
            .takes(
                "omega_0",
                "factor inside of the sines of all layers but the first, 30",
                "first_layer",
                "a pattern of the name of the first layer's weight; by default the"
                    + " one whose numbers are all 0"));
  }
}
