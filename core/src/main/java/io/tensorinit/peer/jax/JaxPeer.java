package io.tensorinit.peer.jax;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.recipe.NamedRecipe;
import java.util.List;

/** JAX, jax.nn.initializers, and the layers of Flax. */
public final class JaxPeer extends Peer {
  /** JAX: the last two axes are in and out, the others the receptive field. */
  public static final Layout CONVENTION = Layout.axes("jax", List.of(-2), List.of(-1), List.of());

  /** The one object. */
  public static final JaxPeer PEER = new JaxPeer();

  private JaxPeer() {
    super("jax", "jax.nn.initializers, JAX 0.10", CONVENTION, LowRankRule.refused("jax"));
  }

  @Override
  public List<NameTable> tables() {
    return List.of(JaxNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of(
        "jax.nn.initializers",
        "nn.initializers",
        "jnn.initializers",
        "initializers",
        "jax._src.nn.initializers",
        "flax.linen.initializers",
        "linen.initializers",
        "flax.nnx.initializers",
        "nnx.initializers");
  }

  @Override
  public List<NamedLayout> layouts() {
    return List.of(NamedLayout.of(CONVENTION, "jax_axes", "jax_conv"));
  }

  @Override
  public List<NamedRecipe> recipes() {
    return List.of(NamedRecipe.of("flax", FlaxRecipe::create, "jax"));
  }
}
