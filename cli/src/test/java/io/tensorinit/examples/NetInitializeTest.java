package io.tensorinit.examples;

import static io.tensorinit.Initializers.get;
import static io.tensorinit.examples.Values.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.checkpoint.Checkpoints;
import io.tensorinit.checkpoint.Histogram;
import io.tensorinit.checkpoint.TensorStatistics;
import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.names.Recipes;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The documentation page of the Wolfram Language's {@code NetInitialize}: both forms, the examples,
 * and each setting of Method and RandomSeeding that its details name.
 */
class NetInitializeTest {
  @TempDir Path folder;

  /** A net of linear layers, 100 numbers in, 50 between, 20 out, none of them initialized. */
  private static ModelBuilder net() {
    return Model.builder()
        .parameter("1.weight", Shape.of(50, 100))
        .parameter("1.bias", Shape.of(50))
        .parameter("2.weight", Shape.of(20, 50))
        .parameter("2.bias", Shape.of(20));
  }

  private static Weights initialized(Recipe recipe) {
    return Weights.of(net().recipe(recipe).build());
  }

  private static double std(Weights weights, String name) {
    double squares = 0;
    float[] values = weights.values(name).floats();
    for (float value : values) {
      squares += value * (double) value;
    }
    return Math.sqrt(squares / values.length);
  }

  /** A layer without values, then random weights for it, then these weights: Kaiming, biases 0. */
  @Test
  void aLayerInitializedAndItsWeightsExtracted() {
    try (var layer = initialized(Recipes.get("wolfram"))) {
      assertFalse(layer.values("1.weight").isInitialized());
      layer.initialize(FillScope.ONLY_UNINITIALIZED);
      float[] weights = layer.values("1.weight").floats();
      assertEquals(5000, weights.length);
      assertEquals(Math.sqrt(2 / 100.0), std(layer, "1.weight"), 0.01);
      assertAll(0, layer, "1.bias");
    }
  }

  /** {@code NetInitialize[net]} keeps what is there, {@code NetInitialize[net, All]} does not. */
  @Test
  void onlyWhatIsUninitializedOrAll() {
    try (var layer = initialized(Recipes.get("wolfram"))) {
      layer.values("1.bias").put(new float[50]).add(3);
      layer.initialize(FillScope.ONLY_UNINITIALIZED);
      assertAll(3, layer, "1.bias");
      layer.initialize(FillScope.ALL);
      assertAll(0, layer, "1.bias");
    }
  }

  /** Weights and biases both from a normal of standard deviation 2; a number is such a normal. */
  @Test
  void randomWeightsAndBiases() throws IOException {
    var random =
        get("wolfram:NetInitialize", Map.of("Method", "Random", "Weights", 2, "Biases", 2));
    try (var net = initialized(Recipes.get("wolfram"))) {
      net.apply("*", random);
      assertEquals(2, std(net, "1.weight"), 0.1);
      assertEquals(2, std(net, "1.bias"), 0.7);
      assertTrue(histogram(net, "1.bias").counts().length > 1);
    }
  }

  /** What the page plots. */
  private Histogram histogram(Weights weights, String name) throws IOException {
    Path file = folder.resolve("net.safetensors");
    weights.write(file);
    for (TensorStatistics tensor : Checkpoints.inspect(file)) {
      if (tensor.tensor().name().equals(name)) {
        return tensor.histogram();
      }
    }
    throw new AssertionError("no " + name);
  }

  /** Xavier: a normal of standard deviation sqrt(2 / (fan in + fan out)). */
  @Test
  void xavierFromANormalDistribution() {
    try (var net = initialized(Recipes.get("wolfram", Map.of("Method", "Xavier")))) {
      assertEquals(Math.sqrt(2 / 150.0), std(net, "1.weight"), 0.01);
      assertEquals(Math.sqrt(2 / 70.0), std(net, "2.weight"), 0.02);
    }
  }

  /**
   * The histogram of the first layer's weights is flat, and ends at sqrt(6 / (fan in + fan out)).
   */
  @Test
  void xavierFromAUniformDistribution() throws IOException {
    Recipe xavier = Recipes.get("wolfram", Map.of("Method", "Xavier", "Distribution", "Uniform"));
    try (var net = initialized(xavier)) {
      assertWithin(Math.sqrt(6 / 150.0), net, "1.weight");
      long[] counts = histogram(net, "1.weight").counts();
      double even = 5000.0 / counts.length;
      for (long count : counts) {
        assertEquals(even, count, 6 * Math.sqrt(even));
      }
    }
  }

  /** Rows or columns, whichever are fewer, are orthonormal. */
  @Test
  void orthogonalWeights() {
    try (var net = initialized(Recipes.get("wolfram", Map.of("Method", "Orthogonal")))) {
      float[] w = net.values("2.weight").floats();
      for (int a = 0; a < 20; a++) {
        for (int b = 0; b <= a; b++) {
          double product = 0;
          for (int i = 0; i < 50; i++) {
            product += w[a * 50 + i] * (double) w[b * 50 + i];
          }
          assertEquals(a == b ? 1 : 0, product, 1e-5);
        }
      }
    }
  }

  /** Any univariate distribution, here a Laplace distribution by its name. */
  @Test
  void weightsOfAnyDistribution() {
    var laplace =
        get(
            "wolfram:Random",
            Map.of("Weights", Map.of("class_name", "laplace", "config", Map.of())));
    try (var net = initialized(Recipes.get("wolfram"))) {
      net.apply("*.weight", laplace);
      assertEquals(Math.sqrt(2), std(net, "1.weight"), 0.15);
    }
  }

  /**
   * A net of single numbers passes its input on nearly unchanged where each weight is 1 and a
   * little noise; with Random weights of standard deviation 1 it does not.
   */
  @Test
  void identityKeepsWhatPassesThrough() {
    ModelBuilder chain = Model.builder().recipe(Recipes.get("wolfram"));
    for (int layer = 1; layer <= 5; layer++) {
      chain.parameter(layer + ".weight", Shape.of(1, 1));
    }
    try (var net = Weights.of(chain.build())) {
      net.apply("*", get("wolfram:NetInitialize", Map.of("Method", "Identity")));
      assertEquals(0.7, output(net, 0.7), 0.7 * 5 * 0.05);
      net.apply("*", get("wolfram:NetInitialize", Map.of("Method", "Random")));
      assertTrue(Math.abs(output(net, 0.7) - 0.7) > 0.2);
    }
  }

  private static double output(Weights net, double input) {
    double number = input;
    for (int layer = 1; layer <= 5; layer++) {
      number *= net.values(layer + ".weight").get(0, 0);
    }
    return number;
  }

  /** Noise of one's own beside the identity: here a uniform one. */
  @Test
  void identityWithAnotherNoise() {
    var identity =
        get(
            "wolfram:NetInitialize",
            Map.of("Method", "Identity", "Distribution", "UniformDistribution[{-0.1, 0.1}]"));
    try (var net = initialized(Recipes.get("wolfram"))) {
      net.apply("2.weight", identity);
      assertEquals(1, net.values("2.weight").get(3, 3), 0.1);
      assertEquals(0, net.values("2.weight").get(3, 4), 0.1);
    }
  }

  /**
   * Training begins with what initialization gives to whatever has no values, and ends with others:
   * here one step down the slope of the squared error, y = w x + b.
   */
  @Test
  void whatTrainingBeginsWith() {
    Model layer =
        Model.builder()
            .recipe(Recipes.get("wolfram"))
            .parameter("weight", Shape.of(1, 1))
            .parameter("bias", Shape.of(1))
            .build();
    try (var net = Weights.of(layer)) {
      double w = net.values("weight").get(0, 0);
      double b = net.values("bias").get(0);
      assertEquals(0, b);
      double slope = 2 * (w * 3 + b - 5);
      net.values("weight").add(-0.05 * slope * 3);
      net.values("bias").add(-0.05 * slope);
      double trained = net.values("weight").get(0, 0) * 3 + net.values("bias").get(0);
      assertEquals(5, trained, 1e-5); // 0.05 * 2 * (3 * 3 + 1) is 1
    }
  }

  /** RandomSeeding 1234 unless said: repeated calls agree. An integer or a text is a seed. */
  @Test
  void seedsAreIntegersOrTexts() {
    float[] usual = first(net());
    assertArrayEquals(usual, first(net()));
    assertArrayEquals(usual, first(net().seed(Seed.of(1234))));
    assertArrayEquals(first(net().seed(Seed.of("spring"))), first(net().seed(Seed.of("spring"))));
    assertFalse(Arrays.equals(usual, first(net().seed(Seed.of("spring")))));
    assertFalse(Arrays.equals(usual, first(net().seed(Seed.of(1)))));
  }

  /** RandomSeeding Automatic: another seed each time, which the model tells. */
  @Test
  void aFreshSeedEachTime() {
    Model one = net().recipe(Recipes.get("wolfram")).freshSeed().build();
    Model other = net().recipe(Recipes.get("wolfram")).freshSeed().build();
    assertFalse(one.seed().equals(other.seed()));
    try (var weights = Weights.of(one)) {
      assertArrayEquals(first(net().seed(one.seed())), weights.values("1.weight").floats());
    }
  }

  /** A seed of one parameter's own. */
  @Test
  void aSeedForOneParameter() {
    var seeded = get("wolfram:NetInitialize", Map.of("RandomSeeding", "spring"));
    try (var net = initialized(Recipes.get("wolfram"))) {
      net.apply("1.weight", seeded);
      assertArrayEquals(first(net().seed(Seed.of("spring"))), net.values("1.weight").floats());
    }
  }

  /** Weights and biases of a whole net, each with the deviation said for it. */
  @Test
  void randomWeightsAndBiasesOfANet() {
    var recipe = Recipes.get("wolfram", Map.of("Method", "Random", "Weights", 2, "Biases", 5));
    try (var net = initialized(recipe)) {
      assertEquals(2, std(net, "1.weight"), 0.1);
      assertEquals(5, std(net, "1.bias"), 1.5);
      assertEquals(5, std(net, "2.bias"), 2.5);
    }
  }

  /** RandomSeeding as an option of the whole net. */
  @Test
  void aSeedAmongTheOptionsOfANet() {
    try (var net = initialized(Recipes.get("wolfram", Map.of("RandomSeeding", "spring")))) {
      assertArrayEquals(first(net().seed(Seed.of("spring"))), net.values("1.weight").floats());
      assertFalse(Arrays.equals(first(net()), net.values("1.weight").floats()));
    }
  }

  private static float[] first(ModelBuilder net) {
    try (var weights = Weights.of(net.recipe(Recipes.get("wolfram")).build())) {
      return weights.values("1.weight").floats();
    }
  }
}
