package io.tensorinit.examples;

import static io.tensorinit.Initializers.*;
import static io.tensorinit.examples.Values.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tensorinit.Keras;
import io.tensorinit.layout.Layout;
import io.tensorinit.model.Model;
import io.tensorinit.model.ParameterSpec;
import io.tensorinit.names.Recipes;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;
import io.tensorinit.weights.Weights;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * <em>Dive into Deep Learning</em>, Builders' Guide, with TensorFlow: Parameter Initialization,
 * Tied Parameters, Lazy Initialization. Each layer is given its initializers; kernels are (in,
 * out).
 */
class D2lKerasTest {
  private static Model net(Initializer kernel, Initializer bias) {
    return Model.builder()
        .recipe(Recipes.get("keras"))
        .parameter("dense/kernel", Shape.of(4, 4), kernel)
        .parameter("dense/bias", Shape.of(4), bias)
        .parameter("dense_1/kernel", Shape.of(4, 1))
        .parameter("dense_1/bias", Shape.of(1))
        .build();
  }

  /** Glorot uniform, sqrt(6 / (fan in + fan out)), biases 0. */
  @Test
  void whatLayersDoByDefault() {
    Model model =
        Model.builder()
            .recipe(Recipes.get("keras"))
            .parameter("dense/kernel", Shape.of(4, 4))
            .parameter("dense/bias", Shape.of(4))
            .build();
    try (var net = Weights.of(model)) {
      assertWithin(Math.sqrt(6 / 8.0), net, "dense/kernel");
      assertAll(0, net, "dense/bias");
    }
  }

  @Test
  void gaussianWeightsAndZeroBiases() {
    Model model =
        net(
            get("tf.random_normal_initializer", Map.of("mean", 0, "stddev", 0.01)),
            get("tf.zeros_initializer"));
    try (var net = Weights.of(model)) {
      assertWithin(0.05, net, "dense/kernel");
      assertAll(0, net, "dense/bias");
    }
  }

  @Test
  void constantWeights() {
    Model model =
        net(get("tf.keras.initializers.Constant", Map.of("value", 1)), get("tf.zeros_initializer"));
    try (var net = Weights.of(model)) {
      assertAll(1, net, "dense/kernel");
      assertAll(0, net, "dense/bias");
    }
  }

  @Test
  void glorotInOneLayerAndFortyTwoInAnother() {
    Model model =
        Model.builder()
            .recipe(Recipes.get("keras"))
            .parameter("dense/kernel", Shape.of(4, 4), get("tf.keras.initializers.GlorotUniform"))
            .parameter("dense_1/kernel", Shape.of(4, 1), constant(42))
            .build();
    try (var net = Weights.of(model)) {
      assertWithin(Math.sqrt(6 / 8.0), net, "dense/kernel");
      assertAll(42, net, "dense_1/kernel");
    }
  }

  /** A class of one's own, which a config can name as well. */
  record MyInit() implements Initializer {
    @Override
    public FillPlan lower(Shape shape, Layout layout) {
      return mixture(
              chance(0.25, uniform(5, 10)), chance(0.5, zeros()), chance(0.25, uniform(-10, -5)))
          .lower(shape, layout);
    }
  }

  @Test
  void anInitializerOfOnesOwn() {
    Initializer named =
        Keras.parse("{\"class_name\": \"MyInit\"}", Map.of("MyInit", config -> new MyInit()));
    try (var net = Weights.of(net(named, zeros()))) {
      assertStrange(net, "dense/kernel");
    }
  }

  @Test
  void valuesSetDirectly() {
    try (var net = Weights.of(net(constant(1), zeros()))) {
      net.values("dense/kernel").add(1);
      net.values("dense/kernel").set(42, 0, 0);
      assertEquals(42, net.values("dense/kernel").get(0, 0));
      assertEquals(2, net.values("dense/kernel").get(3, 3));
    }
  }

  @Test
  void parametersShared() {
    Model shared =
        Model.builder()
            .recipe(Recipes.get("keras"))
            .parameter("dense/kernel", Shape.of(4, 4))
            .parameter(ParameterSpec.of("dense_1/kernel", Shape.of(4, 4)).tiedTo("dense/kernel"))
            .build();
    try (var net = Weights.of(shared)) {
      net.values("dense_1/kernel").set(100, 0, 0);
      assertEquals(100, net.values("dense/kernel").get(0, 0));
    }
  }

  /** Weights are made when a layer is built, and a layer is built when it first sees data. */
  @Test
  void shapesKnownLater() {
    Model lazy =
        Model.builder()
            .recipe(Recipes.get("keras"))
            .parameter("dense/kernel")
            .parameter("dense/bias", Shape.of(256))
            .build();
    try (var net = Weights.of(lazy)) {
      assertThrows(IllegalStateException.class, () -> net.values("dense/kernel").floats());
      net.giveShape("dense/kernel", Shape.of(20, 256));
      assertWithin(Math.sqrt(6 / 276.0), net, "dense/kernel");
    }
  }
}
