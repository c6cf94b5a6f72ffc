package io.tensorinit.model;

import java.util.Map;

/**
 * What MXNet (Gluon), DJL and Wolfram's NetInitialize give by default; all three tell parameters
 * apart by what they are (weight, bias, gamma, beta ...), not by their layers.
 */
final class PlainRecipes {
  private static final Kind[] WEIGHTS = {
    Kind.DENSE,
    Kind.CONVOLUTION,
    Kind.DEPTHWISE,
    Kind.TRANSPOSED_CONVOLUTION,
    Kind.EMBEDDING,
    Kind.RECURRENT_INPUT,
    Kind.RECURRENT
  };

  private PlainRecipes() {}

  /** MXNet's default {@code Uniform(0.07)} for weights. */
  static Recipe mxnet() {
    return new RecipeBuilder("mxnet", "MXNet Gluon, the default initializer and its suffix rules")
        .layout("mxnet")
        .kinds("mxnet:Uniform", Map.of("scale", 0.07), WEIGHTS)
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }

  /** DJL's default for parameters of type WEIGHT, He normal; an embedding's fan in is its dim. */
  static Recipe djl() {
    Map<String, Object> heNormal =
        RecipeBuilder.config("randomType", "GAUSSIAN", "factorType", "IN", "magnitude", 2.0);
    return new RecipeBuilder("djl", "DJL, the defaults by parameter type")
        .layout("djl")
        .kinds("djl:XavierInitializer", heNormal, WEIGHTS)
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }
}
