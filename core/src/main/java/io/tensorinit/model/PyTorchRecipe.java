package io.tensorinit.model;

import io.tensorinit.Fans;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.VarianceScaling;
import java.util.Map;
import java.util.Optional;

/**
 * What PyTorch's layers do in their {@code reset_parameters}: U(+-1/sqrt(fan in)) for weights, by
 * way of {@code kaiming_uniform_(a=sqrt(5))}, and for their biases, by the fan in of the weight.
 *
 * <p>Source: torch.nn 2.13, modules linear, conv, sparse, rnn, activation, normalization.
 */
final class PyTorchRecipe {
  private static final NamedInitializer BY_FAN_IN =
      NamedInitializer.of(
          "U(+-1/sqrt(fan_in))",
          new VarianceScaling(1 / 3.0, FanMode.FAN_IN, Distribution.UNIFORM));

  private PyTorchRecipe() {}

  static Recipe create() {
    return new RecipeBuilder("pytorch", "torch.nn 2.13, reset_parameters of each layer")
        .layout("torch")
        .match("*bias_[kv]", "torch:xavier_normal_", Map.of())
        .kinds(
            "torch:kaiming_uniform_",
            Map.of("a", StrictMath.sqrt(5)),
            Kind.DENSE,
            Kind.CONVOLUTION,
            Kind.DEPTHWISE,
            Kind.TRANSPOSED_CONVOLUTION)
        .kinds("U(+-1/sqrt(fan in of the weight))", PyTorchRecipe::bias, Kind.BIAS)
        .kinds("U(+-1/sqrt(in1))", PyTorchRecipe::bilinear, Kind.BILINEAR)
        .kinds("torch:normal_", Kind.EMBEDDING)
        .kinds(
            "U(+-1/sqrt(hidden size))",
            PyTorchRecipe::recurrent,
            Kind.RECURRENT_INPUT,
            Kind.RECURRENT,
            Kind.RECURRENT_BIAS)
        .kinds("torch:xavier_uniform_", Kind.PACKED_ATTENTION)
        .kinds("zeros", Kind.ATTENTION_BIAS)
        .kinds("torch:constant_", Map.of("val", 0.25), Kind.PRELU)
        .norms()
        .build();
  }

  /** U(+-1/sqrt(fan in)), the fans those of the bias's weight. */
  static Decision bias(Subject bias) {
    return new Decision(BY_FAN_IN, Optional.of(bias.fansOfWeight()));
  }

  /** U(+-1/sqrt(hidden)) for everything in a recurrent layer. */
  static Decision recurrent(Subject parameter) {
    double hidden = parameter.hiddenSize();
    return new Decision(BY_FAN_IN, Optional.of(new Fans(hidden, Double.NaN)));
  }

  private static Decision bilinear(Subject weight) {
    if (weight.shape().rank() != 3) {
      throw new IllegalArgumentException(
          "a bilinear weight must have the shape (out, in1, in2), was " + weight.shape());
    }
    return new Decision(
        BY_FAN_IN, Optional.of(new Fans(weight.shape().size(1), weight.shape().size(0))));
  }
}
