package io.tensorinit.memory;

import io.tensorinit.Shape;
import java.util.Optional;

/**
 * Where a region's elements go: a {@link Storage}, the place of the first element, and the distance
 * between neighbours along each axis. A value depends on the element's logical index only, never on
 * its place in memory. Immutable.
 */
public final class Destination {
  private final Storage storage;
  private final long offset;
  private final Optional<long[]> strides;

  private Destination(Storage storage, long offset, Optional<long[]> strides) {
    this.storage = storage;
    this.offset = offset;
    this.strides = strides;
  }

  /**
   * Row-major from the storage's beginning.
   *
   * @param storage the storage
   * @return the destination
   */
  public static Destination in(Storage storage) {
    return new Destination(storage, 0, Optional.empty());
  }

  /**
   * The storage behind it.
   *
   * @return the storage
   */
  public Storage storage() {
    return storage;
  }

  /**
   * The place of the region's first element.
   *
   * @return the place, in elements
   */
  public long offset() {
    return offset;
  }

  /**
   * The distance between neighbours along each axis.
   *
   * @param regionShape the shape of the region
   * @return the distances in elements, a fresh array
   */
  public long[] strides(Shape regionShape) {
    return strides.map(long[]::clone).orElseGet(regionShape::rowMajorStrides);
  }
}
