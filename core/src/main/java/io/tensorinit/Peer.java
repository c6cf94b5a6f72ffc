package io.tensorinit;

import java.util.Locale;
import java.util.Optional;

/** A library whose names, parameters and conventions can be asked for by a prefix. */
public enum Peer {
  /** Keras. */
  KERAS,
  /** PyTorch. */
  TORCH,
  /** JAX and Flax. */
  JAX,
  /** Lux's WeightInitializers. */
  LUX,
  /** Flux. */
  FLUX,
  /** Apache MXNet. */
  MXNET,
  /** Deep Java Library. */
  DJL,
  /** Eclipse Deeplearning4j. */
  DL4J,
  /** TensorFlow for Java. */
  TFJAVA,
  /** Wolfram Language, NetInitialize. */
  WOLFRAM,
  /** Hugging Face Transformers. */
  TRANSFORMERS,
  /** EleutherAI gpt-neox. */
  NEOX,
  /** Mamba. */
  MAMBA;

  /**
   * The prefix in lower case.
   *
   * @return the prefix, without the colon
   */
  public String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The peer of a prefix.
   *
   * @param prefix the prefix, without the colon, in any letter case
   * @return the peer, empty if there is none
   */
  public static Optional<Peer> of(String prefix) {
    for (Peer peer : values()) {
      if (peer.name().equalsIgnoreCase(prefix)) {
        return Optional.of(peer);
      }
    }
    return Optional.empty();
  }
}
