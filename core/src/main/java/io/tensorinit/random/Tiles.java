package io.tensorinit.random;

/** Sizes of the arrays that {@link QuantileLanes} and the like work on. */
public final class Tiles {
  /** How many elements are worked on at once, few enough to stay in the nearest cache. */
  public static final int LENGTH = 1 << 10;

  /**
   * The length of a scratch array. Arrays of 4 KiB allocated one after the other lie at nearly the
   * same places of their pages, and processors compare addresses by the place in the page alone: a
   * read would wait for an earlier write to another array. So each is 576 bytes longer.
   */
  public static final int SCRATCH = LENGTH + 144;

  private Tiles() {}
}
