package io.tensorinit.peer.mamba;

import io.tensorinit.layout.LowRankRule;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** state-spaces/mamba, of July 2026. */
public final class MambaPeer extends Peer {
  /** The one object. */
  public static final MambaPeer PEER = new MambaPeer();

  private MambaPeer() {
    super(
        "mamba",
        "mamba_ssm, state-spaces/mamba of July 2026",
        TorchPeer.CONVENTION,
        LowRankRule.refused("mamba"));
  }

  @Override
  public List<NameTable> tables() {
    return List.of(MambaNames.TABLE);
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of("mamba", MambaRecipe::create, "mamba2")
            .takes(
                "initializer_range", "std of embeddings, 0.02 where it is not given",
                "n_layer", "blocks, by default as named",
                "n_residuals_per_layer", "1 by default"));
  }
}
