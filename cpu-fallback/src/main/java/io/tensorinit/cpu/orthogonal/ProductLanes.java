package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.lane.Lane;
import java.lang.invoke.MethodHandles;
import java.util.Optional;

/** Chooses how float32 products are formed, by the lane wanted. */
final class ProductLanes {
  private static final String VECTOR_CLASS = "io.tensorinit.cpu.orthogonal.VectorProducts32";

  /** The chosen products; made when first asked for. */
  static final Products32 CHOSEN = choose(Lane.wantedOrAuto());

  private ProductLanes() {}

  /** The products of a lane. */
  static Products32 choose(Lane lane) {
    Products32 plain = new PlainProducts32();
    Optional<Products32> vector =
        lane == Lane.PLAIN
            ? Optional.empty()
            : Lane.vector(MethodHandles.lookup(), Products32.class, VECTOR_CLASS);
    if (lane == Lane.AUTO) {
      return vector.<Products32>map(v -> new FasterProducts32(plain, v)).orElse(plain);
    }
    return vector.orElse(plain);
  }
}
