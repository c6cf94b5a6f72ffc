package io.tensorinit.peer.torch;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.SizesFanRule;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** PyTorch, torch.nn.init and the layers of torch.nn: version 2.13. */
public final class TorchPeer extends Peer {
  /** PyTorch: {@code (out, in, receptive field...)}. */
  public static final Layout CONVENTION = Layout.of("torch", SizesFanRule.OUT_IN);

  /** The one object. */
  public static final TorchPeer PEER = new TorchPeer();

  private TorchPeer() {
    super("torch", "torch.nn.init, PyTorch 2.13", CONVENTION, LowRankRule.refused("torch"));
  }

  @Override
  public List<NameTable> tables() {
    return List.of(TorchNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of("torch.nn.init", "nn.init", "init");
  }

  @Override
  public List<NamedLayout> layouts() {
    return List.of(
        NamedLayout.of(
            CONVENTION,
            "torch_out_in",
            "torch_conv",
            "torch_conv_transpose",
            "torch_embedding",
            "torch_out_in1_in2"));
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(NamedRecipe.of("pytorch", PyTorchRecipe::create, "torch"));
  }
}
