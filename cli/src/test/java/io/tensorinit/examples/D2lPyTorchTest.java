package io.tensorinit.examples;

import static io.tensorinit.Initializers.*;
import static io.tensorinit.examples.Values.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.model.Rule;
import io.tensorinit.names.Recipes;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * <em>Dive into Deep Learning</em>, Builders' Guide, with PyTorch: Parameter Initialization, Tied
 * Parameters, Lazy Initialization. The network is 4-8-1, its linear layers are 0 and 2.
 */
class D2lPyTorchTest {
  private static Model net() {
    return Model.builder()
        .recipe(Recipes.get("pytorch"))
        .parameter(ParameterSpec.of("0.weight", Shape.of(8, 4)).kind("Linear"))
        .parameter(ParameterSpec.of("0.bias", Shape.of(8)).kind("Linear"))
        .parameter(ParameterSpec.of("2.weight", Shape.of(1, 8)).kind("Linear"))
        .parameter(ParameterSpec.of("2.bias", Shape.of(1)).kind("Linear"))
        .build();
  }

  /** U(+-1/sqrt(fan in)), 4 and 8, for weights and biases. */
  @Test
  void whatLayersDoByDefault() {
    try (var net = Weights.of(net())) {
      assertWithin(1 / 2.0, net, "0.weight");
      assertWithin(1 / 2.0, net, "0.bias");
      assertWithin(1 / Math.sqrt(8), net, "2.weight");
    }
  }

  @Test
  void gaussianWeightsAndZeroBiases() {
    try (var net = Weights.of(net())) {
      net.apply(Rule.kind("Linear").init(normal(0, 0.01)));
      net.apply("*.bias", zeros());
      assertArrayEquals(normal(0, 0.01).floats("0.weight", 8, 4), net.values("0.weight").floats());
      assertAll(0, net, "0.bias");
    }
  }

  @Test
  void constantWeightsAndZeroBiases() {
    try (var net = Weights.of(net())) {
      net.apply(Rule.kind("Linear").init(constant(1)));
      net.apply("*.bias", zeros());
      assertAll(1, net, "0.weight");
      assertAll(1, net, "2.weight");
      assertAll(0, net, "0.bias");
    }
  }

  @Test
  void xavierInOneLayerAndFortyTwoInAnother() {
    try (var net = Weights.of(net())) {
      net.apply("0.weight", xavierUniform(1));
      net.apply("2.weight", constant(42));
      assertWithin(Math.sqrt(6 / 12.0), net, "0.weight");
      assertAll(42, net, "2.weight");
    }
  }

  /** As the formula says it: a mixture. */
  @Test
  void anInitializerOfOnesOwnByFormula() {
    Initializer mine =
        mixture(chance(0.25, uniform(5, 10)), chance(0.5, zeros()), chance(0.25, uniform(-10, -5)));
    try (var net = Weights.of(net())) {
      net.apply(Rule.kind("Linear").init(mine));
      assertStrange(net, "0.weight");
    }
  }

  /** As the code does it: drawn, then multiplied by what the values themselves say. */
  @Test
  void anInitializerOfOnesOwnByCode() {
    try (var net = Weights.of(net())) {
      for (String name : net.apply(Rule.kind("Linear").init(uniform(-10, 10)))) {
        net.values(name).update(w -> Math.abs(w) >= 5 ? w : 0);
      }
      assertStrange(net, "0.weight");
    }
  }

  @Test
  void valuesSetDirectly() {
    try (var net = Weights.of(net())) {
      float before = (float) net.values("0.weight").get(0, 1);
      net.values("0.weight").add(1).set(42, 0, 0);
      assertEquals(42, net.values("0.weight").get(0, 0));
      assertEquals(before + 1, (float) net.values("0.weight").get(0, 1));
    }
  }

  /** Two layers that are one: the second stores nothing, and a change of either is one of both. */
  @Test
  void parametersShared() {
    Model shared =
        Model.builder()
            .recipe(Recipes.get("pytorch"))
            .parameter("2.weight", Shape.of(8, 8))
            .parameter(ParameterSpec.of("4.weight", Shape.of(8, 8)).tiedTo("2.weight"))
            .build();
    try (var net = Weights.of(shared)) {
      assertArrayEquals(net.values("2.weight").floats(), net.values("4.weight").floats());
      net.values("2.weight").set(100, 0, 0);
      assertEquals(100, net.values("4.weight").get(0, 0));
      assertEquals(64, shared.elementCount());
    }
  }

  /** LazyLinear: what follows from the input's size waits until the input is there. */
  @Test
  void shapesKnownLater() {
    Model lazy =
        Model.builder()
            .recipe(Recipes.get("pytorch"))
            .parameter(ParameterSpec.of("0.weight").kind("Linear"))
            .parameter(ParameterSpec.of("0.bias", Shape.of(256)).kind("Linear"))
            .parameter(ParameterSpec.of("2.weight").kind("Linear"))
            .parameter(ParameterSpec.of("2.bias", Shape.of(10)).kind("Linear"))
            .build();
    try (var net = Weights.of(lazy)) {
      assertThrows(IllegalStateException.class, () -> net.values("0.weight").floats());
      net.giveShapes(Map.of("0.weight", Shape.of(256, 20), "2.weight", Shape.of(10, 256)));
      assertEquals(Shape.of(256, 20), net.values("0.weight").shape());
      assertArrayEquals(
          fanInUniform().floats("0.weight", 256, 20), net.values("0.weight").floats());
    }
  }

  /**
   * The method that runs the network once, so that shapes are known, and then applies a function.
   */
  @Test
  void shapesFirstThenAnInitializer() {
    Model lazy =
        Model.builder()
            .recipe(Recipes.get("pytorch"))
            .parameter(ParameterSpec.of("0.weight").kind("Linear"))
            .build();
    try (var net = Weights.of(lazy)) {
      net.giveShape("0.weight", Shape.of(256, 20));
      assertEquals(List.of("0.weight"), net.apply(Rule.kind("Linear").init(normal(0, 0.01))));
      net.initialize(FillScope.ALL);
      assertArrayEquals(
          normal(0, 0.01).floats("0.weight", 256, 20), net.values("0.weight").floats());
    }
  }
}
