package io.tensorinit.benchmarks.comparison;

import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Seed;
import java.util.List;

/**
 * The network of the comparison: dense layers, each but the last followed by max(0, x) and dropout.
 *
 * @param layers the layers, first to last
 */
record Network(List<DenseLayer> layers) {
  Network {
    layers = List.copyOf(layers);
  }

  /**
   * A network as it begins; its layers are named {@code fc1}, {@code fc2} and so on.
   *
   * @param initializer what the weights of each layer are drawn by
   * @param seed the run's seed
   * @param widths how many numbers go into each layer, and come out of the last
   * @return the network
   */
  static Network initialized(Initializer initializer, Seed seed, int... widths) {
    DenseLayer[] layers = new DenseLayer[widths.length - 1];
    for (int i = 0; i < layers.length; i++) {
      layers[i] =
          DenseLayer.initialized("fc" + (i + 1), widths[i], widths[i + 1], initializer, seed);
    }
    return new Network(List.of(layers));
  }

  /**
   * The scores of some inputs.
   *
   * @param input a row an input
   * @param rows the rows
   * @param dropout what the numbers between layers are multiplied by
   * @return a row an input, a column a class
   */
  float[] scores(float[] input, int rows, Dropout dropout) {
    float[][] inputs = inputs(input, rows, dropout);
    return layers.get(layers.size() - 1).apply(inputs[layers.size() - 1], rows);
  }

  /**
   * The loss of some inputs, and its slopes by all parameters.
   *
   * @param input a row an input
   * @param classes the class of each input
   * @param dropout what the numbers between layers are multiplied by
   * @return loss and slopes
   */
  Slopes slopes(float[] input, int[] classes, Dropout dropout) {
    int rows = classes.length;
    float[][] inputs = inputs(input, rows, dropout);
    int last = layers.size() - 1;
    CrossEntropy entropy = CrossEntropy.of(layers.get(last).apply(inputs[last], rows), classes);
    DenseLayer[] slopes = new DenseLayer[layers.size()];
    float[] slope = entropy.slope();
    for (int i = last; i >= 0; i--) {
      DenseLayer layer = layers.get(i);
      slopes[i] = layer.slopes(inputs[i], slope, rows);
      if (i > 0) {
        slope = layer.slopeOfInput(slope, rows);
        float[] factors = dropout.factors(i - 1, rows, layer.in());
        for (int k = 0; k < slope.length; k++) {
          slope[k] = inputs[i][k] > 0 ? slope[k] * factors[k] : 0;
        }
      }
    }
    return new Slopes(entropy.loss(), List.of(slopes));
  }

  /** What goes into each layer. */
  private float[][] inputs(float[] input, int rows, Dropout dropout) {
    float[][] inputs = new float[layers.size()][];
    inputs[0] = input;
    for (int i = 0; i < layers.size() - 1; i++) {
      DenseLayer layer = layers.get(i);
      float[] output = layer.apply(inputs[i], rows);
      float[] factors = dropout.factors(i, rows, layer.out());
      for (int k = 0; k < output.length; k++) {
        output[k] = Math.max(0, output[k]) * factors[k];
      }
      inputs[i + 1] = output;
    }
    return inputs;
  }

  /**
   * A loss and its slopes.
   *
   * @param loss the loss
   * @param layers the slopes, in the form of the layers
   */
  record Slopes(float loss, List<DenseLayer> layers) {}
}
