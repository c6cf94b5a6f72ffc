package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.tensor.DType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An initializer made of several; it refuses a dtype that one of them refuses. It draws from one
 * key and lowers under one layout: no part has a seed of its own, and parts with different layouts
 * of their own need one that is said.
 */
interface Combining extends Initializer {
  /** The initializers it is made of, one or more. */
  List<Initializer> parts();

  /**
   * The layout of the parts that have one of their own.
   *
   * @throws IllegalArgumentException if theirs differ
   */
  @Override
  default Optional<Layout> ownLayout() {
    return oneLayout(parts());
  }

  /** The layout that initializers have of their own; refuses several. */
  static Optional<Layout> oneLayout(List<Initializer> parts) {
    List<Layout> layouts =
        parts.stream().map(Initializer::ownLayout).flatMap(Optional::stream).distinct().toList();
    if (layouts.size() > 1) {
      throw new IllegalArgumentException(
          "initializers that are combined must agree on a layout where none is said, were "
              + layouts.stream().map(Layout::toString).collect(Collectors.joining(" and "))
              + "; say the tensor's layout");
    }
    return layouts.stream().findFirst();
  }

  /** Refuses parts with a seed of their own, which would be lost. */
  static void requireNoSeeds(String what, List<Initializer> parts) {
    for (int k = 0; k < parts.size(); k++) {
      requireNoSeed(what + "[" + k + "]", parts.get(k));
    }
  }

  /** Refuses a part with a seed of its own, which would be lost. */
  static void requireNoSeed(String what, Initializer part) {
    part.ownSeed()
        .ifPresent(
            seed -> {
              throw new IllegalArgumentException(
                  what
                      + " must not hold a seed, was "
                      + seed
                      + "; a seed belongs to the outermost initializer");
            });
  }

  @Override
  default Optional<DType> ownDType() {
    return parts().stream().map(Initializer::ownDType).flatMap(Optional::stream).findFirst();
  }

  @Override
  default void requireDType(DType dtype) {
    parts().forEach(part -> part.requireDType(dtype));
  }
}
