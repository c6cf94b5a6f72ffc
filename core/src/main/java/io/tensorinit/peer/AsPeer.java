package io.tensorinit.peer;

import io.tensorinit.layout.Fans;
import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.spec.Wrapping;
import io.tensorinit.tensor.DType;
import io.tensorinit.tensor.Shape;
import java.util.Optional;
import java.util.Set;

/**
 * An initializer by a peer's rules: its convention where no layout is given, its fans for rank 0
 * and 1, its refusal of dtypes.
 *
 * @param inner the initializer
 * @param peer the peer
 * @param refused the dtypes that the peer refuses
 */
public record AsPeer(Initializer inner, Peer peer, Set<DType> refused) implements Wrapping {
  /** Copies the set. */
  public AsPeer {
    refused = Set.copyOf(refused);
  }

  /**
   * An initializer by the rules of a peer that refuses no dtype.
   *
   * @param inner the initializer
   * @param peer the peer
   */
  public AsPeer(Initializer inner, Peer peer) {
    this(inner, peer, Set.of());
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return inner.lower(shape, layout.withLowRank(peer.lowRank()));
  }

  @Override
  public Optional<Fans> fans(Shape shape, Layout layout) {
    return inner.fans(shape, layout.withLowRank(peer.lowRank()));
  }

  @Override
  public Optional<Layout> ownLayout() {
    return inner.ownLayout().or(() -> Optional.of(peer.convention()));
  }

  @Override
  public void requireDType(DType dtype) {
    if (refused.contains(dtype)) {
      throw new IllegalArgumentException(
          "dtype "
              + dtype
              + " is refused here, as "
              + peer.prefix()
              + " refuses it; without the prefix no dtype is refused");
    }
    inner.requireDType(dtype);
  }
}
