package io.tensorinit.peer.mxnet;

import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import java.util.Map;

/**
 * What MXNet's Gluon gives by default, by what a parameter is (weight, bias, gamma, beta ...).
 *
 * <p>Source: MXNet Gluon, the default initializer and its suffix rules.
 */
final class MxnetRecipe {
  private MxnetRecipe() {}

  /**
   * MXNet's default {@code Uniform(0.07)} for weights; a deformable convolution begins as a plain
   * one, without offsets.
   */
  static Recipe create(RecipeConfig config) {
    return new RecipeBuilder(
            config, "mxnet", "MXNet Gluon, the default initializer and its suffix rules")
        .layout(MxnetPeer.CONVENTION)
        .match("*offset_weight", "zeros", Map.of())
        .kinds("mxnet:Uniform", Map.of("scale", 0.07), Kind.weights())
        .kinds("mxnet:Constant", Map.of("value", 0.25), Kind.PRELU)
        .kinds("zeros", Kind.BIAS, Kind.RECURRENT_BIAS, Kind.ATTENTION_BIAS)
        .norms()
        .build();
  }
}
