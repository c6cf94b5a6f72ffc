package io.tensorinit.peer.keras;

import io.tensorinit.recipe.Kind;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.ParameterName;
import io.tensorinit.recipe.ParameterOutline;
import io.tensorinit.recipe.Recipe;
import io.tensorinit.recipe.RecipeBuilder;
import io.tensorinit.recipe.RecipeConfig;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import io.tensorinit.spec.Constant;
import io.tensorinit.spec.GateBias;
import io.tensorinit.tensor.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Keras's layers take by default: Glorot uniform kernels, orthogonal recurrent kernels, zero
 * biases, ones for the forget gate of an LSTM.
 *
 * <p>Source: keras.layers 3.15.
 */
final class KerasRecipe {
  private static final int LSTM_GATES = 4;
  private static final NamedInitializer ZEROS = NamedInitializer.of("zeros", new Constant(0));
  private static final NamedInitializer FORGET_ONES =
      NamedInitializer.of("unit_forget_bias", new GateBias("ifco", 'f', 1, new Constant(0)));

  private KerasRecipe() {}

  static Recipe create(RecipeConfig config) {
    boolean unitForgetBias = config.flag("unit_forget_bias", true);
    String glorot = "keras:GlorotUniform";
    return new RecipeBuilder(config, "keras", "keras.layers 3.15, each layer's defaults")
        .layout(KerasPeer.CONVENTION)
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
            subject -> RecipeDecision.of(unitForgetBias && isLstm(subject) ? FORGET_ONES : ZEROS),
            Kind.RECURRENT_BIAS)
        .kinds("zeros", Kind.BIAS, Kind.PRELU)
        .norms()
        .build();
  }

  private static Map<String, @Nullable Object> axes(List<Object> input, List<Object> output) {
    return RecipeBuilder.config("input_axes", input, "output_axes", output);
  }

  /** Whether the recurrent kernel beside a bias is (units, 4 units). */
  private static boolean isLstm(RecipeSubject bias) {
    Optional<Shape> kernel =
        bias.siblings()
            .recurrentKernel(ParameterName.of(bias.name()))
            .map(ParameterOutline::shape)
            .filter(shape -> shape.rank() == 2);
    return kernel.map(shape -> shape.size(1) == LSTM_GATES * shape.size(0)).orElse(false);
  }
}
