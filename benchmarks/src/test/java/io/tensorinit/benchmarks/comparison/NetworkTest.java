package io.tensorinit.benchmarks.comparison;

import static io.tensorinit.Initializers.normal;
import static io.tensorinit.Initializers.uniform;
import static io.tensorinit.Initializers.zeros;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorinit.TensorInit;
import io.tensorinit.tensor.Seed;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** The arithmetic of a training, by hand, by finite differences, and as PyTorch does it. */
class NetworkTest {
  private static final Seed SEED = Seed.of(1);

  @Test
  void aProductIsTheSumOfItsTerms() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
    int rows = 5;
    int inner = 7;
    int columns = 33;
    float[] left = numbers(random, rows * inner);
    left[3] = 0;
    float[] right = numbers(random, inner * columns);
    float[] sum = numbers(random, rows * columns);
    float[] before = sum.clone();
    Matrices.addProduct(left, right, sum, rows, inner, columns);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        float expected = before[r * columns + c];
        for (int k = 0; k < inner; k++) {
          expected += left[r * inner + k] * right[k * columns + c];
        }
        assertEquals(expected, sum[r * columns + c], "row " + r + ", column " + c);
      }
    }
    assertArrayEquals(
        new float[] {1, 4, 2, 5, 3, 6}, Matrices.transposed(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    assertArrayEquals(
        new float[] {5, 7, 9}, Matrices.columnSums(new float[] {1, 2, 3, 4, 5, 6}, 3));
  }

  private static float[] numbers(RandomGenerator random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  /** torch.nn.functional.cross_entropy 1.13, float64: loss and gradient. */
  @Test
  void lossAndSlopeAreThoseOfPyTorch() {
    CrossEntropy entropy = CrossEntropy.of(new float[] {1, 2, 3, 0.5f, -1, 2}, new int[] {2, 0});
    assertEquals(1.0744586305507688, entropy.loss(), 1e-7);
    float[] slope = {
      0.045015287f, 0.122364236f, -0.167379522f, -0.412354804f, 0.019556287f, 0.392798517f
    };
    assertArrayEquals(slope, entropy.slope(), 1e-7f);
  }

  @Test
  void equalScoresCostTheLogarithmOfTheirNumber() {
    assertEquals(2.302585f, CrossEntropy.of(new float[10], new int[] {4}).loss(), 1e-6f);
    CrossEntropy huge = CrossEntropy.of(new float[] {3e38f, -3e38f}, new int[] {0});
    assertEquals(0f, huge.loss());
    assertArrayEquals(new float[] {0, 0}, huge.slope());
  }

  @Test
  void theGreatestScoreIsTheAnswerAndTheFirstOfEqualOnes() {
    float[] scores = {1, 3, 2, 5, 5, 0, -1, -3, -2};
    assertEquals(3, CrossEntropy.correct(scores, new int[] {1, 0, 0}));
    assertEquals(1, CrossEntropy.correct(scores, new int[] {0, 1, 0}));
  }

  @Test
  void slopesAreThoseOfFiniteDifferences() {
    Network network = Network.initialized(normal(0, 0.5), SEED, 6, 5, 4, 3);
    for (DenseLayer layer : network.layers()) {
      Arrays.fill(layer.bias(), 0.05f);
    }
    int[] classes = {0, 2, 1, 2, 0, 1, 1, 2};
    float[] input = uniform(0, 1).floats("input", classes.length, 6);
    Dropout dropout = Dropout.of(0.2, SEED, "training", 0);
    Network.Slopes slopes = network.slopes(input, classes, dropout);
    for (int i = 0; i < network.layers().size(); i++) {
      DenseLayer layer = network.layers().get(i);
      DenseLayer slope = slopes.layers().get(i);
      assertSlopes("weight " + i, layer.weight(), slope.weight(), network, input, classes, dropout);
      assertSlopes("bias " + i, layer.bias(), slope.bias(), network, input, classes, dropout);
    }
  }

  private static void assertSlopes(
      String what,
      float[] parameters,
      float[] slopes,
      Network network,
      float[] input,
      int[] classes,
      Dropout dropout) {
    float step = 1f / 512;
    for (int k = 0; k < parameters.length; k++) {
      float at = parameters[k];
      parameters[k] = at + step;
      float up = network.slopes(input, classes, dropout).loss();
      parameters[k] = at - step;
      float down = network.slopes(input, classes, dropout).loss();
      parameters[k] = at;
      assertEquals((up - down) / (2 * step), slopes[k], 3e-4, what + "[" + k + "]");
    }
  }

  /** torch.optim.Adam 1.13, float64: 1, then after slopes 2, -1 and 0.5. */
  @Test
  void stepsOfAdamAreThoseOfPyTorch() {
    float[] parameter = {1};
    Adam adam = new Adam(parameter);
    float[][] steps = {
      {2, 0.999000000005f}, {-1, 0.9987336629670243f}, {0.5f, 0.9983932338213893f}
    };
    for (float[] step : steps) {
      adam.step(new float[] {step[0]});
      assertEquals(step[1], parameter[0], 2e-7f);
    }
  }

  @Test
  void anUnmovedParameterStays() {
    float[] parameter = {0};
    new Adam(parameter).step(new float[] {0});
    assertEquals(0f, parameter[0]);
  }

  @Test
  void biasesBeginAtZeroAndWeightsAreTensorInits() {
    Network network = Network.initialized(normal(0, 1), SEED, 4, 3, 2);
    assertArrayEquals(new float[3], network.layers().get(0).bias());
    float[] weight =
        TensorInit.tensor(normal(0, 1)).shape(3, 2).seed(SEED).name("fc2.weight").floats();
    assertArrayEquals(weight, network.layers().get(1).weight());
    assertEquals(
        List.of(0f, 0f),
        List.of(
            Network.initialized(zeros(), SEED, 4, 3, 2).layers().get(1).weight()[0],
            Network.initialized(zeros(), SEED, 4, 3, 2).layers().get(1).weight()[5]));
  }
}
