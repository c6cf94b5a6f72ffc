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
                "n_residuals_per_layer", "1 by default, 2 where blocks have an MLP",
                "dt_min", "least step, 0.001",
                "dt_max", "largest step, 0.1",
                "dt_init_floor", "1e-4",
                "dt_init", "random (default) or constant",
                "dt_scale", "of dt_proj.weight, 1",
                "A_init_range", "of Mamba-2's A, [1, 16]",
                "conv_init", "half-width of Mamba-2's conv1d.weight, by default PyTorch's"));
  }
}
