package io.tensorinit.plan;

/**
 * The sizes that the order of the sums behind an orthogonal matrix follows, on every backend: with
 * others the bits would be others. What is summed in which order says {@code VALUES.md}.
 */
public final class OrthogonalLaw {
  /** The number of successive reflections that are applied at once. */
  public static final int BLOCK = 48;

  /**
   * The number of rows that are summed alone, in the matrix's precision, or, if norms, in double.
   */
  public static final int TILE = 512;

  /** The number of rows over which products of reflections with each other are summed alone. */
  public static final int CHUNK = 4096;

  private OrthogonalLaw() {}
}
