package io.tensorinit.benchmarks.comparison;

import static io.tensorinit.Initializers.uniform;

import io.tensorinit.TensorInit;
import io.tensorinit.tensor.Seed;

/** Numbers in random order. */
final class Order {
  private Order() {}

  /**
   * Puts numbers into random order (R. Durstenfeld 1964, Algorithm 235: Random permutation).
   *
   * @param numbers the numbers
   * @param seed the run's seed
   * @param name what the order is for
   * @return the same numbers, each order as likely as any other
   */
  static int[] shuffled(int[] numbers, Seed seed, String name) {
    int[] order = numbers.clone();
    double[] units =
        TensorInit.tensor(uniform(0, 1)).shape(order.length).seed(seed).name(name).doubles();
    for (int i = order.length - 1; i > 0; i--) {
      int other = (int) Math.min(i, units[i] * (i + 1));
      int number = order[i];
      order[i] = order[other];
      order[other] = number;
    }
    return order;
  }
}
