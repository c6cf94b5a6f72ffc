package io.tensorinit.cpu.store;

import io.tensorinit.cpu.element.Precision;
import io.tensorinit.cpu.element.ScratchChunks;

/**
 * What one thread needs to fill tensors of one precision: scratch to evaluate chunks in, and to
 * round them with. For one thread at a time; what is on it is kept from one job to the next.
 *
 * @param <A> {@code float[]} or {@code double[]}
 * @param scratch where values are computed
 * @param roundings what they are rounded with
 */
record Desk<A>(ScratchChunks<A> scratch, Roundings roundings) {
  static <A> Desk<A> of(Precision<A> precision) {
    return new Desk<>(new ScratchChunks<>(precision), new Roundings());
  }
}
