package io.tensorinit.cpu.store;

import io.tensorinit.cpu.element.Precision;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The desks of a backend, taken by threads for as long as they fill, so that a fill allocates no
 * scratch. So many are kept that nobody uses as threads may fill at once, some 50 to 500 KiB each;
 * what is given back beyond that is left to the collector. Safe for use by several threads.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
final class Desks<A> {
  private final Precision<A> precision;
  private final AtomicReferenceArray<Desk<A>> free;

  /**
   * No desk is there yet.
   *
   * @param precision what is computed in
   * @param most how many are kept
   */
  Desks(Precision<A> precision, int most) {
    this.precision = precision;
    this.free = new AtomicReferenceArray<>(most);
  }

  Desk<A> take() {
    for (int place = 0; place < free.length(); place++) {
      Desk<A> desk = free.get(place);
      if (desk != null && free.compareAndSet(place, desk, null)) {
        return desk;
      }
    }
    return Desk.of(precision);
  }

  void giveBack(Desk<A> desk) {
    for (int place = 0; place < free.length(); place++) {
      if (free.get(place) == null && free.compareAndSet(place, null, desk)) {
        return;
      }
    }
  }
}
