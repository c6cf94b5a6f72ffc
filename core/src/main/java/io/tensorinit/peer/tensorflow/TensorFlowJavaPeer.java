package io.tensorinit.peer.tensorflow;

import io.tensorinit.layout.LowRankRule;
import io.tensorinit.peer.NameTable;
import io.tensorinit.peer.Peer;
import io.tensorinit.peer.keras.KerasPeer;
import java.util.List;

/** TensorFlow for Java. */
public final class TensorFlowJavaPeer extends Peer {
  /** The one object. */
  public static final TensorFlowJavaPeer PEER = new TensorFlowJavaPeer();

  private TensorFlowJavaPeer() {
    super(
        "tfjava",
        "org.tensorflow.framework.initializers, TensorFlow for Java of July 2026",
        KerasPeer.CONVENTION,
        LowRankRule.BOTH);
  }

  @Override
  public List<NameTable> tables() {
    return List.of(TensorFlowJavaNames.TABLE);
  }

  @Override
  public List<String> modules() {
    return List.of("org.tensorflow.framework.initializers");
  }
}
