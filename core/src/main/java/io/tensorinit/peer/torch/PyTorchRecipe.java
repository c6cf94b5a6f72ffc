package io.tensorinit.peer.torch;

import io.tensorinit.layout.Fans;
import io.tensorinit.peer.FanInUniform;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import io.tensorinit.tensor.Shape;
import java.util.Map;
import java.util.Optional;

/**
 * What PyTorch's layers do in their {@code reset_parameters}: U(+-1/sqrt(fan in)) for weights, by
 * way of {@code kaiming_uniform_(a=sqrt(5))}, and for their biases, by the fan in of the weight.
 *
 * <p>Source: torch.nn 2.13, modules linear, conv, sparse, rnn, activation, normalization.
 */
final class PyTorchRecipe {
  private PyTorchRecipe() {}

  static Recipe create(RecipeConfig config) {
    return new RecipeBuilder(config, "pytorch", "torch.nn 2.13, reset_parameters of each layer")
        .layout(TorchPeer.CONVENTION)
        .kinds(
            "torch:kaiming_uniform_",
            Map.of("a", StrictMath.sqrt(5)),
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE,
            Kind.TRANSPOSED_CONVOLUTION)
        .kinds(
            "U(+-1/sqrt(fan in of the weight)), of a bilinear weight in1",
            PyTorchRecipe::bias,
            Kind.BIAS)
        .kinds(
            "U(+-1/sqrt(in1))", weight -> FanInUniform.of(bilinear(weight.shape())), Kind.BILINEAR)
        .kinds("torch:normal_", Kind.EMBEDDING)
        .kinds(
            "U(+-1/sqrt(hidden size))",
            FanInUniform::ofHiddenSize,
            Kind.RECURRENT_INPUT,
            Kind.RECURRENT,
            Kind.RECURRENT_BIAS)
        .kinds(
            "torch:xavier_uniform_",
            Kind.PACKED_ATTENTION,
            Kind.ATTENTION_INPUT,
            Kind.TRANSFORMER_WEIGHT)
        .kinds("torch:xavier_normal_", Kind.ATTENTION_TOKEN)
        .kinds("zeros", Kind.ATTENTION_BIAS)
        .kinds("torch:constant_", Map.of("val", 0.25), Kind.PRELU)
        .norms()
        .build();
  }

  private static RecipeDecision bias(RecipeSubject bias) {
    Optional<Shape> bilinear =
        bias.givenFans().isPresent() ? Optional.empty() : bias.weightOf(Kind.BILINEAR);
    return bilinear
        .map(shape -> FanInUniform.of(bilinear(shape)))
        .orElseGet(() -> FanInUniform.ofWeight(bias));
  }

  private static Fans bilinear(Shape weight) {
    if (weight.rank() != 3) {
      throw new IllegalArgumentException(
          "a bilinear weight must have the shape (out, in1, in2), was " + weight);
    }
    return new Fans(weight.size(1), weight.size(0));
  }
}
