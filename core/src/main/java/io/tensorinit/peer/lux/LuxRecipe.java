package io.tensorinit.peer.lux;

import io.tensorinit.layout.Fans;
import io.tensorinit.peer.FanInUniform;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.LayerKind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import io.tensorinit.spec.Constant;
import io.tensorinit.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the layers of Lux take by default.
 *
 * <p>Lux draws the weights of recurrent and bilinear layers from a normal shifted by its bound,
 * where it documents U(+-1/sqrt(hidden)) and U(+-1/sqrt(in1)); this recipe does what it documents.
 *
 * <p>Source: Lux as of July 2026.
 */
final class LuxRecipe {
  private static final Map<String, Double> LUX_GAINS = new LinkedHashMap<>();

  static {
    LUX_GAINS.put("identity", 1.0);
    LUX_GAINS.put("sigmoid", 1.0);
    LUX_GAINS.put("relu", 2.0);
    LUX_GAINS.put("tanh", 5 / 3.0);
    LUX_GAINS.put("leakyrelu", StrictMath.sqrt(2 / (1 + 0.1 * 0.1)));
    LUX_GAINS.put("selu", 0.75);
  }

  private static final RecipeDecision ZEROS =
      RecipeDecision.of(NamedInitializer.of("zeros", new Constant(0)));

  private LuxRecipe() {}

  static Recipe create(RecipeConfig config) {
    String activation = config.text("activation", "identity");
    Double gain = LUX_GAINS.get(activation.toLowerCase(Locale.ROOT).replace("_", ""));
    if (gain == null) {
      throw config.refused(
          "activation", "one of " + String.join(", ", LUX_GAINS.keySet()), activation);
    }
    return new RecipeBuilder(config, "lux", "Lux's layers, their defaults")
        .layout(JuliaFanRule.CONVENTION)
        .kinds(
            "lux:kaiming_uniform",
            Map.of("gain", gain),
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE)
        .kinds("lux:glorot_uniform", Kind.TRANSPOSED_CONVOLUTION)
        .kinds(
            "U(+-1/sqrt(fan in of the weight)); zeros in a transposed convolution",
            LuxRecipe::bias,
            Kind.BIAS)
        .kinds("U(+-1/sqrt(in1))", weight -> bilinear(weight.shape()), Kind.BILINEAR)
        .kinds("lux:rand32", Kind.EMBEDDING)
        .kinds(
            "U(+-1/sqrt(hidden size))",
            FanInUniform::ofHiddenSize,
            Kind.RECURRENT_INPUT,
            Kind.RECURRENT,
            Kind.RECURRENT_BIAS)
        .norms()
        .build();
  }

  private static RecipeDecision bias(RecipeSubject bias) {
    boolean transposed =
        bias.knownKind().layer().filter(LayerKind.TRANSPOSED_CONVOLUTION::equals).isPresent()
            || bias.weightOf(Kind.TRANSPOSED_CONVOLUTION).isPresent();
    if (transposed) {
      return ZEROS;
    }
    return bias.weightOf(Kind.BILINEAR)
        .map(LuxRecipe::bilinear)
        .orElseGet(() -> FanInUniform.ofWeight(bias));
  }

  private static RecipeDecision bilinear(Shape weight) {
    if (weight.rank() != 3) {
      throw new IllegalArgumentException(
          "a bilinear weight must have the shape (out, in1, in2), was " + weight);
    }
    return FanInUniform.of(new Fans(weight.size(1), weight.size(0)));
  }
}
