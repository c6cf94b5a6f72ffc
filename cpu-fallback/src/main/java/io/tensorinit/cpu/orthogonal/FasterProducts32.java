package io.tensorinit.cpu.orthogonal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Two implementations of the products, of which the faster one serves. The second is slow, perhaps
 * a thousand times slower, until the Java machine has compiled it, and it is compiled only if it is
 * used. So once there was work for {@value #FIRST_TRY} ns, {@value #PERCENT} in a hundred of the
 * time are spent on tries with small tiles, until the second is the faster one there. A small job
 * ends before the first try.
 *
 * <p>No value depends on which one serves. Safe for use by several threads.
 */
final class FasterProducts32 implements Products32 {
  /** The work, in nanoseconds of all threads together, before the first try. */
  private static final long FIRST_TRY = 2_000_000_000;

  /** What part of the time is spent on tries. */
  private static final int PERCENT = 3;

  private static final int TRIED_ROWS = 16;
  private static final int TRIED_COLUMNS = 64;

  /** Of a try: many short calls, not one long loop, make the Java machine compile a method. */
  private static final int CALLS = 8;

  private final Products32 first;
  private final Products32 second;
  private final LongSupplier clock;
  private final AtomicLong worked = new AtomicLong();
  private final Trial trial = new Trial();
  private final ReentrantLock trying = new ReentrantLock();
  private volatile Products32 serving;

  /**
   * A choice.
   *
   * @param first what serves at the beginning
   * @param second what serves once it is faster
   */
  FasterProducts32(Products32 first, Products32 second) {
    this(first, second, System::nanoTime);
  }

  /** The same, by another clock of nanoseconds. */
  FasterProducts32(Products32 first, Products32 second, LongSupplier clock) {
    this.first = first;
    this.second = second;
    this.clock = clock;
    this.serving = first;
  }

  /** What serves now. */
  Products32 serving() {
    return serving;
  }

  @Override
  public void project(float[][] v, float[][] a, Span rows, Span columns, float[][] sums) {
    long start = clock.getAsLong();
    serving.project(v, a, rows, columns, sums);
    ended(start);
  }

  @Override
  public void addProduct(float[][] v, float[][] f, Span rows, Span columns, float[][] a) {
    long start = clock.getAsLong();
    serving.addProduct(v, f, rows, columns, a);
    ended(start);
  }

  private void ended(long start) {
    if (serving == second) {
      return;
    }
    long work = worked.addAndGet(clock.getAsLong() - start);
    if (work > FIRST_TRY && trying.tryLock()) {
      try {
        while (serving == first && trial.spent * 100 < (work - FIRST_TRY) * PERCENT) {
          if (trial.nanoseconds(second) < trial.nanoseconds(first)) {
            serving = second;
          }
        }
      } finally {
        trying.unlock();
      }
    }
  }

  /** Small products to try. */
  private final class Trial {
    long spent;
    private final float[][] v = new float[TRIED_ROWS][Panel.GROUP];
    private final float[][] a = new float[TRIED_ROWS][TRIED_COLUMNS];
    private final float[][] f = new float[Panel.GROUP][TRIED_COLUMNS];

    long nanoseconds(Products32 products) {
      Span rows = new Span(0, TRIED_ROWS);
      Span columns = new Span(0, TRIED_COLUMNS);
      long start = clock.getAsLong();
      for (int call = 0; call < CALLS; call++) {
        products.project(v, a, rows, columns, f);
        products.addProduct(v, f, rows, columns, a);
      }
      long time = clock.getAsLong() - start;
      spent += time;
      return time;
    }
  }
}
