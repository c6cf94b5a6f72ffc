package io.tensorinit.names;

import io.tensorinit.Initializers;
import io.tensorinit.layout.Layout;
import io.tensorinit.spec.Initializer;
import io.tensorinit.tensor.Shape;
import io.tensorinit.testkit.Refusals;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each table refuses beside unknown parameters and wrong types, and in which words. */
class NameRefusalsTest {
  static Stream<Arguments> configs() {
    return Stream.of(
        refused(
            "dl4j:XAVIER",
            Map.of("stride", List.of(2, 0)),
            "dl4j:XAVIER parameter 'stride' must be one integer or more, each 1 or more, was [2,"
                + " 0]"),
        refused(
            "keras:LSTM bias",
            Map.of("units", -1),
            "keras:LSTM bias parameter 'units' must be 0 or more, was -1"),
        refused(
            "gate_bias",
            Map.of("gate", "fo"),
            "gate_bias parameter 'gate' must be one letter of the order, was \"fo\""),
        refused(
            "gate_bias", Map.of("order", 1), "gate_bias parameter 'order' must be a text, was 1"),
        refused(
            "blocks",
            Map.of("initializers", List.of("zeros", "ones"), "sizes", List.of(1)),
            "blocks parameter 'sizes' must be as many as the 2 initializers, was [1]"),
        refused(
            "sum",
            Map.of("initializers", "zeros"),
            "sum parameter 'initializers' must be a list of initializers, was \"zeros\""),
        refused(
            "sum",
            Map.of("initializers", List.of("zeros", "zeroes_")),
            "sum parameter 'initializers'[1]: unknown initializer \"zeroes_\"; did you mean 'zeros',"
                + " 'zero'?"),
        refused(
            "tensor",
            Map.of("value", List.of("a")),
            "tensor parameter 'value' must be a number, or numbers in lists of equal lengths, was"
                + " [\"a\"]"),
        refused(
            "fan_in_uniform",
            Map.of("n", 0),
            "fan_in_uniform parameter 'n' must be a number above 0, was 0"),
        refused(
            "jax:delta_orthogonal",
            Map.of("column_axis", 2),
            "jax:delta_orthogonal parameter 'column_axis' must be an axis of a matrix, -2 to 1, was"
                + " 2"),
        refused(
            "torch:trunc_normal_",
            Map.of("b", "wide"),
            "torch:trunc_normal_ parameter 'b' must be a number, \"inf\" or \"-inf\", was"
                + " \"wide\""),
        refused(
            "torch:xavier_normal_",
            Map.of("gain", -1),
            "torch:xavier_normal_ parameter 'gain' must be a finite number, 0 or more, was -1"),
        refused(
            "torch:dirac_",
            Map.of("groups", 1L << 40),
            "torch:dirac_ parameter 'groups' must be an integer, was 1099511627776"),
        refused(
            "torch:dirac_",
            Map.of("groups", 2.0),
            "torch:dirac_ parameter 'groups' must be an integer, was 2.0"),
        refused(
            "torch:calculate_gain",
            Map.of("nonlinearity", "gelu"),
            "torch:calculate_gain parameter 'nonlinearity' must be one of linear, conv1d, conv2d,"
                + " conv3d, conv_transpose1d, conv_transpose2d, conv_transpose3d, sigmoid, tanh,"
                + " relu, leaky_relu, selu, was \"gelu\""),
        refused(
            "stft",
            Map.of("window", 3),
            "stft parameter 'window' must be a SciPy window's name, a list of a name and its"
                + " parameters, a list of numbers, or null, was 3"),
        refused(
            "stft",
            Map.of("periodic", "yes"),
            "stft parameter 'periodic' must be true or false, was \"yes\""),
        refused(
            "mamba:A_log",
            Map.of("A_init_range", List.of(1)),
            "mamba:A_log parameter 'A_init_range' must be [low, high], was [1]"),
        refused(
            "lux:truncated_normal",
            Map.of("std", 0, "lo", 1, "hi", -1),
            "lux:truncated_normal parameter 'lo' must be at most hi, which is -1, was 1"),
        refused(
            "wolfram:Kaiming",
            Map.of("Distribution", "Cauchy"),
            "wolfram:Kaiming parameter 'Distribution' must be Normal or Uniform, was \"Cauchy\""),
        refused(
            "wolfram:NetInitialize",
            Map.of("RandomSeeding", 0.5),
            "wolfram:NetInitialize parameter 'RandomSeeding' must be an integer, a text, Automatic or"
                + " Inherited, was 0.5"),
        refused(
            "zeros",
            Map.of("dtype", 1),
            "zeros parameter 'dtype' must be a floating-point dtype such as float32, bfloat16 or"
                + " complex64, or null, was 1"));
  }

  private static Arguments refused(String name, Map<String, Object> config, String message) {
    return Arguments.of(name, config, message);
  }

  @ParameterizedTest
  @MethodSource("configs")
  void configsAreRefused(String name, Map<String, Object> config, String message) {
    Refusals.assertRefused(message, () -> Initializers.get(name, config));
  }

  @Test
  void shapesAreRefused() {
    assertRefused(
        Initializers.get("dl4j:XAVIER_LEGACY"),
        Shape.of(3),
        "XAVIER_LEGACY: rank must be at least 2, was 1 for shape [3]");
    assertRefused(
        Initializers.get("A_log", Map.of("d_state", 8)),
        Shape.of(2, 4),
        "A_log: d_state must be what shape [2, 4] says, 4, was 8");
    assertRefused(
        Initializers.get("keras:Identity"),
        Shape.of(3, 3, 3),
        "identity: rank must be 2, was 3 for shape [3, 3, 3]");
    assertRefused(
        Initializers.get("torch:kaiming_uniform_"),
        Shape.of(3),
        "no fans for shape [3] in layout out_in: its rank must be at least 2 for torch, whose fans"
            + " need two axes, was 1");
  }

  private static void assertRefused(Initializer initializer, Shape shape, String message) {
    Refusals.assertRefused(message, () -> initializer.lower(shape, Layout.OUT_IN));
  }
}
