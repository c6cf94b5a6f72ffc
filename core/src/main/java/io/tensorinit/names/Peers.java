package io.tensorinit.names;

import io.tensorinit.peer.Peer;
import io.tensorinit.peer.djl.DjlPeer;
import io.tensorinit.peer.dl4j.Dl4jPeer;
import io.tensorinit.peer.flux.FluxPeer;
import io.tensorinit.peer.jax.JaxPeer;
import io.tensorinit.peer.keras.KerasPeer;
import io.tensorinit.peer.lux.LuxPeer;
import io.tensorinit.peer.mamba.MambaPeer;
import io.tensorinit.peer.mxnet.MxnetPeer;
import io.tensorinit.peer.neox.NeoxPeer;
import io.tensorinit.peer.siren.SirenPeer;
import io.tensorinit.peer.tensorflow.TensorFlowJavaPeer;
import io.tensorinit.peer.torch.TorchPeer;
import io.tensorinit.peer.transformers.TransformersPeer;
import io.tensorinit.peer.wolfram.WolframPeer;
import java.util.List;

/** The libraries that are known: a line each. */
final class Peers {
  /** In the order in which a name without prefix is looked for. */
  private static final List<Peer> ALL =
      List.of(
          KerasPeer.PEER,
          TorchPeer.PEER,
          JaxPeer.PEER,
          LuxPeer.PEER,
          FluxPeer.PEER,
          MxnetPeer.PEER,
          DjlPeer.PEER,
          Dl4jPeer.PEER,
          WolframPeer.PEER,
          TensorFlowJavaPeer.PEER,
          TransformersPeer.PEER,
          NeoxPeer.PEER,
          MambaPeer.PEER,
          SirenPeer.PEER);

  private Peers() {}

  /**
   * All of them.
   *
   * @return the peers, in the order in which a name without prefix is looked for
   */
  static List<Peer> all() {
    return ALL;
  }

  /**
   * The peers whose initializers are found under a module.
   *
   * @param module the module, such as {@code torch.nn.init}
   * @return those peers, in the order in which a name without prefix is looked for
   */
  static List<Peer> ofModule(String module) {
    return ALL.stream().filter(peer -> peer.modules().contains(module)).toList();
  }
}
