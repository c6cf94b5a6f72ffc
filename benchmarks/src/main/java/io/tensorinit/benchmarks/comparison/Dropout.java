package io.tensorinit.benchmarks.comparison;

import static io.tensorinit.Initializers.constant;

import io.tensorinit.TensorInit;
import io.tensorinit.tensor.Seed;
import java.util.Arrays;

/** What the numbers that leave each hidden layer are multiplied by. */
@FunctionalInterface
interface Dropout {
  /** Nothing is dropped. */
  Dropout NONE =
      (layer, rows, width) -> {
        float[] ones = new float[rows * width];
        Arrays.fill(ones, 1);
        return ones;
      };

  /**
   * The factors of one layer.
   *
   * @param layer the hidden layer, from 0
   * @param rows how many inputs there are
   * @param width how many numbers leave the layer
   * @return a factor a number; the same ones each time
   */
  float[] factors(int layer, int rows, int width);

  /**
   * Numbers dropped with a probability, and the others made larger by as much: 0 or 1 / (1 - drop).
   * Each hidden layer has one tall mask, a row an input of the whole run, of which only the rows in
   * use are ever made.
   *
   * @param drop the probability that a number is dropped, below 1
   * @param seed the run's seed
   * @param name what the masks are for
   * @param first the row of the first input
   * @return the factors
   */
  static Dropout of(double drop, Seed seed, String name, int first) {
    return (layer, rows, width) ->
        TensorInit.tensor(constant(1 / (1 - drop)).masked(1 - drop))
            .shape(first + (long) rows, width)
            .rows(first, rows)
            .seed(seed)
            .name(name + ".dropout" + (layer + 1))
            .floats();
  }
}
