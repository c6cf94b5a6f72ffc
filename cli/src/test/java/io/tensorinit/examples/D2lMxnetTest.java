package io.tensorinit.examples;

import static io.tensorinit.Initializers.*;
import static io.tensorinit.examples.Values.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorinit.model.FillScope;
import io.tensorinit.model.Model;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.model.Rule;
import io.tensorinit.names.Recipes;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * <em>Dive into Deep Learning</em>, Builders' Guide, with MXNet: Parameter Initialization, Tied
 * Parameters, Lazy Initialization. An initializer that is given to a whole network goes to the
 * weights; biases are 0 whatever it is.
 */
class D2lMxnetTest {
  private static Model net() {
    return Model.builder()
        .recipe(Recipes.get("mxnet"))
        .parameter(ParameterSpec.of("0.weight", Shape.of(8, 4)).kind("Dense"))
        .parameter(ParameterSpec.of("0.bias", Shape.of(8)).kind("Dense"))
        .parameter(ParameterSpec.of("1.weight", Shape.of(1, 8)).kind("Dense"))
        .parameter(ParameterSpec.of("1.bias", Shape.of(1)).kind("Dense"))
        .build();
  }

  /** U(-0.07, 0.07), biases 0. */
  @Test
  void whatInitializeDoesByDefault() {
    try (var net = Weights.of(net())) {
      net.initialize(FillScope.ONLY_UNINITIALIZED);
      assertWithin(0.07, net, "0.weight");
      assertAll(0, net, "0.bias");
    }
  }

  /** {@code force_reinit}: what has values is filled anew. */
  @Test
  void gaussianWeightsAndZeroBiases() {
    try (var net = Weights.of(net())) {
      net.values("0.weight").put(new float[32]);
      net.apply("*.weight", get("init.Normal", Map.of("sigma", 0.01)));
      assertWithin(0.05, net, "0.weight");
      assertAll(0, net, "0.bias");
    }
  }

  @Test
  void constantWeights() {
    try (var net = Weights.of(net())) {
      net.apply("*.weight", get("init.Constant", Map.of("value", 1)));
      assertAll(1, net, "0.weight");
      assertAll(0, net, "0.bias");
    }
  }

  @Test
  void xavierInOneLayerAndFortyTwoInAnother() {
    try (var net = Weights.of(net())) {
      net.apply("0.weight", get("init.Xavier"));
      net.apply("1.weight", constant(42));
      assertWithin(Math.sqrt(6 / 12.0), net, "0.weight");
      assertAll(42, net, "1.weight");
    }
  }

  /** An Initializer of one's own, here a function of each element's own random numbers. */
  @Test
  void anInitializerOfOnesOwn() {
    var mine =
        function(
            (index, stream) -> {
              double w = -10 + 20 * stream.unit();
              return Math.abs(w) >= 5 ? w : 0;
            });
    try (var net = Weights.of(net())) {
      net.apply("*.weight", mine);
      assertStrange(net, "0.weight");
    }
  }

  @Test
  void valuesSetDirectly() {
    try (var net = Weights.of(net())) {
      net.apply("0.weight", constant(1));
      net.values("0.weight").add(1);
      net.values("0.weight").set(42, 0, 0);
      assertEquals(42, net.values("0.weight").get(0, 0));
      assertEquals(2, net.values("0.weight").get(0, 1));
    }
  }

  @Test
  void parametersShared() {
    Model shared =
        Model.builder()
            .recipe(Recipes.get("mxnet"))
            .parameter("1.weight", Shape.of(8, 8))
            .parameter(ParameterSpec.of("2.weight", Shape.of(8, 8)).tiedTo("1.weight"))
            .build();
    try (var net = Weights.of(shared)) {
      net.values("1.weight").set(100, 0, 0);
      assertEquals(100, net.values("2.weight").get(0, 0));
    }
  }

  /** Initialize first, then pass data: what was asked for is done once the shape is there. */
  @Test
  void shapesKnownLater() {
    Model lazy =
        Model.builder()
            .recipe(Recipes.get("mxnet"))
            .rule(Rule.match("*.weight").init("mxnet:Uniform"))
            .parameter("0.weight")
            .parameter("0.bias", Shape.of(256))
            .build();
    try (var net = Weights.of(lazy)) {
      assertThrows(IllegalStateException.class, () -> net.initialize(FillScope.ALL));
      assertThrows(IllegalStateException.class, () -> net.values("0.weight").floats());
      net.giveShape("0.weight", Shape.of(256, 20));
      net.initialize(FillScope.ALL);
      assertTrue(net.values("0.weight").isInitialized());
      assertWithin(0.07, net, "0.weight");
    }
  }
}
