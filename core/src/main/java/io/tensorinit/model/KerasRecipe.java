package io.tensorinit.model;

import io.tensorinit.Shape;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.GateBias;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Keras's layers take by default: Glorot uniform kernels, orthogonal recurrent kernels, zero
 * biases, ones for the forget gate of an LSTM.
 *
 * <p>Source: keras.layers 3.15.
 */
final class KerasRecipe {
  private static final int LSTM_GATES = 4;
  private static final NamedInitializer ZEROS = NamedInitializer.resolve("zeros");
  private static final NamedInitializer FORGET_ONES =
      NamedInitializer.of("unit_forget_bias", new GateBias("ifco", 'f', 1, new Constant(0)));

  private KerasRecipe() {}

  static Recipe create(RecipeConfig config) {
    boolean unitForgetBias = config.flag("unit_forget_bias", true);
    String glorot = "keras:GlorotUniform";
    return new RecipeBuilder("keras", "keras.layers 3.15, each layer's defaults")
        .layout("keras")
        .matchOfRank(3, "*attention_output/kernel", glorot, axes(List.of(0, 1), List.of(2)))
        .matchOfRank(3, "*query/kernel", glorot, axes(List.of(0), List.of(1, 2)))
        .matchOfRank(3, "*key/kernel", glorot, axes(List.of(0), List.of(1, 2)))
        .matchOfRank(3, "*value/kernel", glorot, axes(List.of(0), List.of(1, 2)))
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
            subject -> Decision.of(unitForgetBias && isLstm(subject) ? FORGET_ONES : ZEROS),
            Kind.RECURRENT_BIAS)
        .kinds("zeros", Kind.BIAS, Kind.PRELU)
        .norms()
        .build();
  }

  private static Map<String, Object> axes(List<Object> input, List<Object> output) {
    return RecipeBuilder.config("input_axes", input, "output_axes", output);
  }

  /** Whether the recurrent kernel beside a bias is (units, 4 units). */
  private static boolean isLstm(Subject bias) {
    Optional<Shape> kernel =
        bias.siblings()
            .recurrentKernel(ParameterName.of(bias.name()))
            .map(ParameterSpec::shape)
            .filter(shape -> shape.rank() == 2);
    return kernel.map(shape -> shape.size(1) == LSTM_GATES * shape.size(0)).orElse(false);
  }
}
