package io.tensorinit.benchmarks.comparison;

import io.tensorinit.TensorInit;
import io.tensorinit.layout.Layout;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Seed;

/**
 * A layer y = x W + b of float32 numbers. Weights are (in, out), so that the products run along
 * rows; biases begin at zero.
 *
 * @param in numbers in
 * @param out numbers out
 * @param weight in x out
 * @param bias one number a column
 */
record DenseLayer(int in, int out, float[] weight, float[] bias) {
  /**
   * A layer as it begins.
   *
   * @param name the layer's name, which with the seed decides its weights
   * @param in numbers in
   * @param out numbers out
   * @param initializer what its weights are drawn by
   * @param seed the run's seed
   * @return the layer
   */
  static DenseLayer initialized(String name, int in, int out, Initializer initializer, Seed seed) {
    float[] weight =
        TensorInit.tensor(initializer)
            .shape(in, out)
            .layout(Layout.IN_OUT)
            .seed(seed)
            .name(name + ".weight")
            .floats();
    return new DenseLayer(in, out, weight, new float[out]);
  }

  /**
   * What comes out.
   *
   * @param input rows x in
   * @param rows the rows
   * @return rows x out
   */
  float[] apply(float[] input, int rows) {
    float[] output = new float[rows * out];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(bias, 0, output, row * out, out);
    }
    Matrices.addProduct(input, weight, output, rows, in, out);
    return output;
  }

  /**
   * The slopes of the loss by the layer's parameters.
   *
   * @param input what went in, rows x in
   * @param slope the loss's slope by what came out, rows x out
   * @param rows the rows
   * @return the slopes, in the form of a layer
   */
  DenseLayer slopes(float[] input, float[] slope, int rows) {
    float[] byWeight = new float[in * out];
    Matrices.addProduct(Matrices.transposed(input, rows, in), slope, byWeight, in, rows, out);
    return new DenseLayer(in, out, byWeight, Matrices.columnSums(slope, out));
  }

  /**
   * The slope of the loss by what went in.
   *
   * @param slope the loss's slope by what came out, rows x out
   * @param rows the rows
   * @return rows x in
   */
  float[] slopeOfInput(float[] slope, int rows) {
    float[] result = new float[rows * in];
    Matrices.addProduct(slope, Matrices.transposed(weight, in, out), result, rows, out, in);
    return result;
  }
}
