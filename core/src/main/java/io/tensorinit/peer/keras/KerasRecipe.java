package io.tensorinit.peer.keras;

import io.tensorinit.peer.AttentionHeads;
import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.GateBias;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Keras's layers take by default: Glorot uniform kernels, orthogonal recurrent kernels, zero
 * biases, ones for the forget gate of an LSTM.
 *
 * <p>Source: keras.layers 3.15.
 */
final class KerasRecipe {
  private static final NamedInitializer ZEROS = NamedInitializer.of("zeros", new Constant(0));
  private static final NamedInitializer FORGET_ONES =
      NamedInitializer.of("unit_forget_bias", new GateBias("ifco", 'f', 1, new Constant(0)));

  private KerasRecipe() {}

  static Recipe create(RecipeConfig config) {
    boolean unitForgetBias = config.flag("unit_forget_bias", true);
    String glorot = "keras:GlorotUniform";
    return new RecipeBuilder(config, "keras", "keras.layers 3.15, each layer's defaults")
        .layout(KerasPeer.CONVENTION)
        .names(KerasLayers::kind)
        .where(
            "attention_output kernels of rank 3",
            KerasLayers::isFromHeads,
            glorot,
            axes(List.of(0, 1), List.of(2)))
        .where(
            "query, key and value kernels of rank 3",
            AttentionHeads::isTo,
            glorot,
            axes(List.of(0), List.of(1, 2)))
        .where("the scale of AdditiveAttention", KerasLayers::isAdditiveScale, glorot, Map.of())
        .where("the count of Normalization", KerasLayers::isCount, "zeros", Map.of())
        .match("*vector_u", "keras:TruncatedNormal", Map.of("stddev", 0.02))
        .match("*lora_*_a", "keras:HeUniform", Map.of())
        .match("*lora_*_b", "zeros", Map.of())
        .match("*real_kernel", "keras:STFT", Map.of("side", "real"))
        .match("*imag_kernel", "keras:STFT", Map.of("side", "imag"))
        .kinds(
            glorot,
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE,
            Kind.TRANSPOSED_CONVOLUTION,
            Kind.RECURRENT_INPUT)
        .kinds("keras:Orthogonal", Kind.RECURRENT)
        .kinds("keras:RandomUniform", Kind.EMBEDDING)
        .kinds(
            "zeros; ones for the forget gate of an LSTM",
            subject ->
                RecipeDecision.of(
                    unitForgetBias && KerasLayers.isOfLstm(subject) ? FORGET_ONES : ZEROS),
            Kind.RECURRENT_BIAS)
        .kinds("zeros", Kind.BIAS, Kind.ATTENTION_BIAS, Kind.PRELU)
        .norms()
        .build();
  }

  private static Map<String, @Nullable Object> axes(List<Object> input, List<Object> output) {
    return RecipeBuilder.config("input_axes", input, "output_axes", output);
  }
}
