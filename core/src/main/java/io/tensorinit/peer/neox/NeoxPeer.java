package io.tensorinit.peer.neox;

import io.tensorinit.layout.LowRankRule;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** EleutherAI gpt-neox, of May 2026. */
public final class NeoxPeer extends Peer {
  /** The one object. */
  public static final NeoxPeer PEER = new NeoxPeer();

  private NeoxPeer() {
    super(
        "neox",
        "megatron.model.init_functions, EleutherAI gpt-neox of May 2026",
        TorchPeer.CONVENTION,
        LowRankRule.refused("neox"));
  }

  @Override
  public List<NameTable> tables() {
    return List.of(NeoxNames.TABLE);
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of("gpt-neox", NeoxRecipe::create, "neox")
            .takes(
                "init_method",
                    "normal (default), scaled_normal, small_init, wang_init, xavier_uniform or"
                        + " xavier_normal",
                "output_layer_init_method", "the same, by default scaled_normal",
                "init_method_std", "0.02 by default",
                "hidden_size", "by default that of the embeddings",
                "num_layers", "by default as named"),
        NamedRecipe.of("small_init", NeoxRecipe::smallInit, "wang_init")
            .takes(
                "hidden_size", "by default that of the embeddings",
                "num_layers", "by default as named"));
  }
}
