package io.tensorinit.peer.mxnet;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.SizesFanRule;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** Apache MXNet and its Gluon layers. */
public final class MxnetPeer extends Peer {
  /** MXNet: {@code (out, in, receptive field...)}. */
  public static final Layout CONVENTION = Layout.of("mxnet", SizesFanRule.OUT_IN);

  /** The one object. */
  public static final MxnetPeer PEER = new MxnetPeer();

  private MxnetPeer() {
    super(
        "mxnet",
        "mxnet.initializer, Apache MXNet of January 2023",
        CONVENTION,
        LowRankRule.refused("mxnet"));
  }

  @Override
  public List<NameTable> tables() {
    return List.of(MxnetNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of(
        "mxnet.initializer", "mxnet.init", "mx.initializer", "mx.init", "initializer", "init");
  }

  @Override
  public List<NamedLayout> layouts() {
    return List.of(NamedLayout.of(CONVENTION, "mxnet_out_in", "mxnet_conv"));
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(
        NamedRecipe.of("mxnet", MxnetRecipe::create, "gluon")
            .takes(
                "init", "of all weights: a name of MXNet's, a config object or the std of a normal",
                "patterns", "of Mixed: regular expressions, the first decides",
                "initializers", "of Mixed: one for each of patterns",
                "param", "of Load: an object of names and arrays, which come first"));
  }
}
