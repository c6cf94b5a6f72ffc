package io.tensorinit.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.weights.Weights;

/** What the originals print, as checks. */
final class Values {
  private Values() {}

  /** Every value of a parameter is this number. */
  static void assertAll(double expected, Weights weights, String name) {
    for (float value : weights.values(name).floats()) {
      assertEquals((float) expected, value, name);
    }
  }

  /** Values lie within the bounds, on both sides of 0. */
  static void assertWithin(double bound, Weights weights, String name) {
    float least = 0;
    float greatest = 0;
    for (float value : weights.values(name).floats()) {
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    assertTrue(-bound <= least && least < 0, name + " has " + least);
    assertTrue(0 < greatest && greatest <= bound, name + " has " + greatest);
  }

  /** About half are 0, the others lie in 5 to 10 and -10 to -5. */
  static void assertStrange(Weights weights, String name) {
    int zeros = 0;
    int negative = 0;
    float[] values = weights.values(name).floats();
    for (float value : values) {
      assertTrue(
          value == 0 || (Math.abs(value) >= 5 && Math.abs(value) <= 10), name + ": " + value);
      zeros += value == 0 ? 1 : 0;
      negative += value < 0 ? 1 : 0;
    }
    assertTrue(zeros > values.length / 5 && zeros < values.length * 4 / 5, zeros + " zeros");
    assertTrue(negative > 0 && negative + zeros < values.length, negative + " below 0");
  }
}
