package io.tensorinit.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the layers of Lux and Flux take by default.
 *
 * <p>Lux draws the weights of recurrent layers from a normal shifted by its bound, where it
 * documents U(+-1/sqrt(hidden)); this recipe does what it documents.
 *
 * <p>Source: Lux and Flux as of July and August 2026.
 */
final class JuliaRecipes {
  private static final Map<String, Double> LUX_GAINS = new LinkedHashMap<>();

  static {
    LUX_GAINS.put("identity", 1.0);
    LUX_GAINS.put("sigmoid", 1.0);
    LUX_GAINS.put("relu", 2.0);
    LUX_GAINS.put("tanh", 5 / 3.0);
    LUX_GAINS.put("leakyrelu", StrictMath.sqrt(2 / (1 + 0.1 * 0.1)));
    LUX_GAINS.put("selu", 0.75);
  }

  private JuliaRecipes() {}

  static Recipe lux(RecipeConfig config) {
    String activation = config.text("activation", "identity");
    Double gain = LUX_GAINS.get(activation.toLowerCase(Locale.ROOT).replace("_", ""));
    if (gain == null) {
      throw config.refused(
          "activation", "one of " + String.join(", ", LUX_GAINS.keySet()), activation);
    }
    return new RecipeBuilder("lux", "Lux's layers, their defaults")
        .layout("julia")
        .kinds(
            "lux:kaiming_uniform",
            Map.of("gain", gain),
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE)
        .kinds("lux:glorot_uniform", Kind.TRANSPOSED_CONVOLUTION)
        .kinds("U(+-1/sqrt(fan in of the weight))", PyTorchRecipe::bias, Kind.BIAS)
        .kinds("lux:rand32", Kind.EMBEDDING)
        .kinds(
            "U(+-1/sqrt(hidden size))",
            PyTorchRecipe::recurrent,
            Kind.RECURRENT_INPUT,
            Kind.RECURRENT,
            Kind.RECURRENT_BIAS)
        .norms()
        .build();
  }

  static Recipe flux() {
    return new RecipeBuilder("flux", "Flux's layers, their defaults")
        .layout("julia")
        .kinds(
            "flux:glorot_uniform",
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE,
            Kind.TRANSPOSED_CONVOLUTION,
            Kind.RECURRENT_INPUT,
            Kind.RECURRENT,
            Kind.BILINEAR)
        .kinds("flux:randn32", Kind.EMBEDDING)
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }
}
