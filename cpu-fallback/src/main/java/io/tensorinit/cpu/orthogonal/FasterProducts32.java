package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.lane.LaneChoice;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Two implementations of the products, of which the faster one serves. Safe for use by several
 * threads.
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

  /** They hold nothing, so that one of each serves all threads. */
  private final List<Products32> products;

  private final LaneChoice<Products32> choice;

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
    products = List.of(first, second);
    choice =
        new LaneChoice<>(
            List.of(
                LaneChoice.Offer.first(() -> first),
                new LaneChoice.Offer<>(() -> second, FIRST_TRY, PERCENT)),
            new Trial()::run,
            clock);
  }

  /** What serves now. */
  Products32 serving() {
    return products.get(choice.serving());
  }

  @Override
  public void project(float[][] v, float[][] a, Span rows, Span columns, float[][] sums) {
    long start = choice.start();
    serving().project(v, a, rows, columns, sums);
    choice.worked(start);
  }

  @Override
  public void addProduct(float[][] v, float[][] f, Span rows, Span columns, float[][] a) {
    long start = choice.start();
    serving().addProduct(v, f, rows, columns, a);
    choice.worked(start);
  }

  /** Small products to try. */
  private static final class Trial {
    private final float[][] v = new float[TRIED_ROWS][Panel.GROUP];
    private final float[][] a = new float[TRIED_ROWS][TRIED_COLUMNS];
    private final float[][] f = new float[Panel.GROUP][TRIED_COLUMNS];

    void run(Products32 products) {
      Span rows = new Span(0, TRIED_ROWS);
      Span columns = new Span(0, TRIED_COLUMNS);
      for (int call = 0; call < CALLS; call++) {
        products.project(v, a, rows, columns, f);
        products.addProduct(v, f, rows, columns, a);
      }
    }
  }
}
