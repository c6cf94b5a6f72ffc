package io.tensorinit.peer.keras.layers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shape of a tensor between layers, the batch axis first; sizes, or all of it, may be unknown.
 * Immutable.
 */
final class Dims {
  /** A size that is not known. */
  static final long OPEN = -1;

  /** A shape of which nothing is known. */
  static final Dims UNKNOWN = new Dims(Optional.empty());

  private final Optional<List<Long>> sizes;

  private Dims(Optional<List<Long>> sizes) {
    this.sizes = sizes;
  }

  static Dims of(List<Long> sizes) {
    return new Dims(Optional.of(List.copyOf(sizes)));
  }

  static Dims of(Long... sizes) {
    return of(Arrays.asList(sizes));
  }

  /** A shape in JSON: a list of integers, null where a size is open; empty if it is none. */
  static Optional<Dims> read(@Nullable Object json) {
    if (!(json instanceof List<?> list)) {
      return Optional.empty();
    }
    List<Long> sizes = new ArrayList<>();
    for (Object size : list) {
      if (size != null && !(size instanceof Long)) {
        return Optional.empty();
      }
      sizes.add(size == null ? OPEN : (Long) size);
    }
    return Optional.of(of(sizes));
  }

  boolean isKnown() {
    return sizes.isPresent();
  }

  List<Long> sizes() {
    return sizes.orElseThrow(() -> new IllegalArgumentException("its input's shape is not known"));
  }

  int rank() {
    return sizes().size();
  }

  /** The index of an axis counted from either end. */
  int axis(int axis) {
    int index = axis < 0 ? axis + rank() : axis;
    if (index < 0 || index >= rank()) {
      throw new IllegalArgumentException("its input, of shape " + this + ", has no axis " + axis);
    }
    return index;
  }

  /** A size, or {@link #OPEN}. */
  long get(int axis) {
    return sizes().get(axis(axis));
  }

  /** A size that has to be known. */
  long size(int axis) {
    long size = get(axis);
    if (size == OPEN) {
      throw new IllegalArgumentException(
          "its input, of shape " + this + ", must have a known size along axis " + axis);
    }
    return size;
  }

  Dims with(int axis, long size) {
    List<Long> changed = new ArrayList<>(sizes());
    changed.set(axis(axis), size);
    return of(changed);
  }

  /** The sizes from an axis up to, not including, another. */
  List<Long> part(int from, int to) {
    return sizes().subList(from, to);
  }

  /** These sizes and some more behind. */
  static Dims joined(List<Long> first, List<Long> then) {
    List<Long> all = new ArrayList<>(first);
    all.addAll(then);
    return of(all);
  }

  /** The product of sizes, open if one of them is. */
  static long product(List<Long> sizes) {
    long product = 1;
    for (long size : sizes) {
      if (size == OPEN) {
        return OPEN;
      }
      product = Math.multiplyExact(product, size);
    }
    return product;
  }

  /** The shape as Python writes it. */
  @Override
  public String toString() {
    return sizes.map(all -> all.toString().replace("-1", "null")).orElse("unknown");
  }
}
