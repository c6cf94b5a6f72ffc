package io.tensorinit.peer.dl4j;

import io.tensorinit.layout.Layout;
import io.tensorinit.layout.LowRankRule;
import io.tensorinit.layout.NamedLayout;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import java.util.List;
import java.util.Optional;

/** Eclipse Deeplearning4j. */
public final class Dl4jPeer extends Peer {
  /** The one object. */
  public static final Dl4jPeer PEER = new Dl4jPeer();

  private Dl4jPeer() {
    super(
        "dl4j",
        "org.deeplearning4j.nn.weights, Eclipse Deeplearning4j, its monorepo",
        Dl4jFanRule.CONVENTION,
        LowRankRule.BOTH);
  }

  @Override
  public List<NameTable> tables() {
    return List.of(Dl4jNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of(
        "org.deeplearning4j.nn.weights",
        "org.deeplearning4j.nn.weights.WeightInit",
        "WeightInit",
        "org.deeplearning4j.nn.weights.embeddings",
        "org.deeplearning4j.nn.conf.distribution");
  }

  @Override
  public List<NamedLayout> layouts() {
    return List.of(
        NamedLayout.of(Dl4jFanRule.CONVENTION, "dl4j_in_out", "dl4j_conv"),
        NamedLayout.of(Dl4jFanRule.LSTM_CONVENTION));
  }

  /** As every peer's; the layout of an LSTM may carry its sizes in its name. */
  @Override
  public Optional<Layout> layout(String name) {
    return super.layout(name).or(() -> Dl4jFanRule.sizedLstm(name));
  }
}
