package io.tensorinit.cpu.orthogonal;

import io.tensorinit.cpu.lane.Lane;

/**
 * Run with the Vector API: compares its products with the plain ones, then prints the digests of
 * {@link OrthogonalBits}.
 */
final class VectorLaneProgram {
  private VectorLaneProgram() {}

  /** Fails if {@code vector} is not there, or differs from {@code plain}. */
  public static void main(String[] arguments) {
    Products32 plain = ProductLanes.choose(Lane.PLAIN);
    for (long seed = 1; seed <= 5; seed++) {
      RandomProducts.compare(plain, ProductLanes.choose(Lane.VECTOR), seed, 100);
    }
    OrthogonalBits.lines().forEach(System.out::println);
  }
}
