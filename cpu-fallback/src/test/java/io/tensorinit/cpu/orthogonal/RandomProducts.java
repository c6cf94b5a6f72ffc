package io.tensorinit.cpu.orthogonal;

import java.util.Arrays;
import java.util.Random;

/** Compares two implementations of the products on random numbers and awkward sizes. */
final class RandomProducts {
  private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 15, 16, 17, 31, 33, 47, 63, 128};

  private RandomProducts() {}

  /**
   * Compares them.
   *
   * @param expected what gives the right bits
   * @param found what is compared
   * @param seed the seed of sizes and numbers
   * @param rounds how many sizes are tried
   * @throws IllegalStateException if a bit differs
   */
  static void compare(Products32 expected, Products32 found, long seed, int rounds) {
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      int firstRow = random.nextInt(3);
      Span rows = new Span(firstRow, firstRow + size(random));
      int firstColumn = random.nextInt(20);
      Span columns = new Span(firstColumn, firstColumn + size(random));
      int count = Panel.padded(1 + random.nextInt(48));
      float[][] v = matrix(random, rows.to(), count);
      float[][] a = matrix(random, rows.to(), columns.to());
      float[][] f = matrix(random, count, columns.to());
      String what = "seed " + seed + ", rows " + rows + ", columns " + columns + ", k " + count;
      float[][] expectedSums = copy(f);
      float[][] foundSums = copy(f);
      expected.project(v, a, rows, columns, expectedSums);
      found.project(v, a, rows, columns, foundSums);
      require(expectedSums, foundSums, "project: " + what);
      float[][] expectedProduct = copy(a);
      float[][] foundProduct = copy(a);
      expected.addProduct(v, f, rows, columns, expectedProduct);
      found.addProduct(v, f, rows, columns, foundProduct);
      require(expectedProduct, foundProduct, "addProduct: " + what);
    }
  }

  private static void require(float[][] expected, float[][] found, String what) {
    if (!Arrays.deepEquals(expected, found)) { // bit by bit, as Float.equals
      throw new IllegalStateException(what);
    }
  }

  private static int size(Random random) {
    return SIZES[random.nextInt(SIZES.length)];
  }

  private static float[][] matrix(Random random, int rows, int columns) {
    float[][] matrix = new float[rows][columns];
    for (float[] row : matrix) {
      for (int column = 0; column < columns; column++) {
        row[column] = (float) random.nextGaussian();
      }
    }
    return matrix;
  }

  private static float[][] copy(float[][] matrix) {
    float[][] copy = matrix.clone();
    Arrays.setAll(copy, row -> copy[row].clone());
    return copy;
  }
}
