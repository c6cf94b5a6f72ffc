package io.tensorinit.peer;

import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.DType;
import java.util.Set;

/** What peers refuse and TensorInit does not, which holds where the peer was named. */
public final class PeerRefusals {
  /** The complex dtypes. */
  public static final Set<DType> COMPLEX = Set.of(DType.C32, DType.C64, DType.C128);

  private PeerRefusals() {}

  /**
   * With the peer's refusal of dtypes where the peer was named.
   *
   * @param config the config
   * @param initializer the initializer
   * @param refused the dtypes that the peer refuses
   * @return the initializer, as the peer has it where its prefix was given
   */
  public static Initializer refusing(Config config, Initializer initializer, Set<DType> refused) {
    return config.prefix().isEmpty()
        ? initializer
        : new AsPeer(initializer, config.prefix().get(), refused);
  }
}
