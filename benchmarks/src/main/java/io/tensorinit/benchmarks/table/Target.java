package io.tensorinit.benchmarks.table;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What is aimed at: how many times as fast as PyTorch, hot, for 10^6 to 2^24 elements, for one
 * thread and for two; of constants, the part of a memory fill's speed; and a limit for the first
 * fill.
 */
final class Target {
  /** The fewest elements for which the ratios are aimed at. */
  static final int FEWEST = 1_000_000;

  /** Of {@link java.util.Arrays#fill(float[], float)}'s speed. */
  static final double OF_MEMORY_FILL = 0.95;

  /** Milliseconds for the first 10^6 elements of a fresh Java machine on the plain lane. */
  static final double COLD = 150;

  private static final Map<String, Map<String, double[]>> RATIOS =
      Map.of(
          "plain-17",
          Map.of(
              "UNIFORM", pair(2.5, 4),
              "NORMAL", pair(1.3, 2.5),
              "BF16_NORMAL", pair(1.3, 2.5),
              "TRUNCATED_NORMAL", pair(3, 5),
              "SPARSE", pair(5, 8)),
          "plain-25",
          Map.of(
              "UNIFORM", pair(3, 5),
              "NORMAL", pair(1.5, 3),
              "BF16_NORMAL", pair(1.5, 3),
              "TRUNCATED_NORMAL", pair(4, 7)),
          "vector-25",
          Map.of(
              "UNIFORM", pair(4, 7),
              "NORMAL", pair(2.5, 5),
              "BF16_NORMAL", pair(2.5, 5),
              "TRUNCATED_NORMAL", pair(5, 9)));

  private Target() {}

  private static double[] pair(double one, double two) {
    return new double[] {one, two};
  }

  /** The ratio to PyTorch that is aimed at, where one is. */
  static OptionalDouble ratio(Setting setting, String operation, String threads) {
    double[] pair = RATIOS.getOrDefault(setting.label(), Map.of()).get(operation);
    if (pair == null || !List.of("1", "2").contains(threads)) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(pair[Integer.parseInt(threads) - 1]);
  }
}
