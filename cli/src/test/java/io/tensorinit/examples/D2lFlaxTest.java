package io.tensorinit.examples;

import static io.tensorinit.Initializers.*;
import static io.tensorinit.examples.Values.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tensorinit.model.Model;
import io.tensorinit.model.ModelBuilder;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.model.Rule;
import io.tensorinit.names.Recipes;
import io.tensorinit.tensor.Seed;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.Weights;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * <em>Dive into Deep Learning</em>, Builders' Guide, with JAX and Flax: Parameter Initialization,
 * Tied Parameters, Lazy Initialization. A key goes in, parameters come out; kernels are (in, out).
 */
class D2lFlaxTest {
  private static ModelBuilder net() {
    return Model.builder()
        .recipe(Recipes.get("flax"))
        .parameter("layers_0/kernel", Shape.of(4, 8))
        .parameter("layers_0/bias", Shape.of(8))
        .parameter("layers_2/kernel", Shape.of(8, 1))
        .parameter("layers_2/bias", Shape.of(1));
  }

  /** LeCun normal: cut at two sigmas before the correction, std 1/sqrt(fan in); biases 0. */
  @Test
  void whatLayersDoByDefault() {
    try (var net = Weights.of(net().build())) {
      assertWithin(2 / 0.87962566 / Math.sqrt(4), net, "layers_0/kernel");
      assertAll(0, net, "layers_0/bias");
    }
  }

  /** One key, one set of parameters; another key, another set. */
  @Test
  void parametersFollowFromTheKey() {
    try (var one = Weights.of(net().seed(Seed.of(0)).build());
        var same = Weights.of(net().seed(Seed.of(0)).build());
        var other = Weights.of(net().seed(Seed.of(1)).build())) {
      float[] first = one.values("layers_0/kernel").floats();
      assertArrayEquals(first, same.values("layers_0/kernel").floats());
      assertFalse(Arrays.equals(first, other.values("layers_0/kernel").floats()));
    }
  }

  @Test
  void gaussianWeightsAndZeroBiases() {
    Model model =
        net()
            .rule(
                Rule.match("*/kernel").init(get("nn.initializers.normal", Map.of("stddev", 0.01))))
            .rule(Rule.match("*/bias").init("nn.initializers.zeros"))
            .build();
    try (var net = Weights.of(model)) {
      assertWithin(0.05, net, "layers_0/kernel");
      assertAll(0, net, "layers_0/bias");
    }
  }

  @Test
  void constantWeights() {
    try (var net = Weights.of(net().rule(Rule.match("*/kernel").init(constant(1))).build())) {
      assertAll(1, net, "layers_0/kernel");
      assertAll(0, net, "layers_0/bias");
    }
  }

  @Test
  void xavierInOneLayerAndFortyTwoInAnother() {
    Model model =
        net()
            .rule(Rule.match("layers_0/kernel").init("nn.initializers.xavier_uniform"))
            .rule(Rule.match("layers_2/kernel").init(constant(42)))
            .build();
    try (var net = Weights.of(model)) {
      assertWithin(Math.sqrt(6 / 12.0), net, "layers_0/kernel");
      assertAll(42, net, "layers_2/kernel");
    }
  }

  /**
   * A function of key, shape and dtype: here of an element's own numbers, which follow from them.
   */
  @Test
  void anInitializerOfOnesOwn() {
    var mine =
        function(
            (index, stream) -> {
              double w = -10 + 20 * stream.unit();
              return Math.abs(w) >= 5 ? w : 0;
            });
    try (var net = Weights.of(net().rule(Rule.match("*/kernel").init(mine)).build())) {
      assertStrange(net, "layers_0/kernel");
    }
  }

  /** Arrays cannot be changed there; here a changed model is another one, and the first stays. */
  @Test
  void aChangedModelIsAnotherOne() {
    Model model = net().build();
    Model changed = model.apply(Rule.match("layers_2/kernel").init(constant(42)));
    try (var before = Weights.of(model);
        var after = Weights.of(changed)) {
      assertAll(42, after, "layers_2/kernel");
      assertWithin(2 / 0.87962566 / Math.sqrt(8), before, "layers_2/kernel");
    }
  }

  @Test
  void parametersShared() {
    Model shared =
        Model.builder()
            .recipe(Recipes.get("flax"))
            .parameter("layers_2/kernel", Shape.of(8, 8))
            .parameter(
                ParameterSpec.of("layers_4/kernel", Shape.of(8, 8)).tiedTo("layers_2/kernel"))
            .build();
    assertEquals(1, shared.parameters().size());
    assertEquals(Map.of("layers_4/kernel", "layers_2/kernel"), shared.ties());
  }

  /** A dummy input gives the shapes; parameters are made by hand from key and shapes. */
  @Test
  void shapesFromADummyInput() {
    Model lazy =
        Model.builder()
            .recipe(Recipes.get("flax"))
            .parameter("layers_0/kernel")
            .parameter("layers_2/kernel")
            .build();
    Model known =
        lazy.withShapes(
            Map.of("layers_0/kernel", Shape.of(20, 256), "layers_2/kernel", Shape.of(256, 10)));
    assertEquals(20 * 256 + 256 * 10, known.elementCount());
    try (var net = Weights.of(known)) {
      assertWithin(2 / 0.87962566 / Math.sqrt(20), net, "layers_0/kernel");
    }
  }
}
