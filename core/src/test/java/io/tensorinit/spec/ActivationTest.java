package io.tensorinit.spec;

import static io.tensorinit.testkit.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tensorinit.Initializers;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ActivationTest {
  private static final Map<Activation, DoubleUnaryOperator> BY_SECOND_MOMENT =
      Map.of(
          Activation.RELU, z -> Math.max(z, 0),
          Activation.GELU, z -> z * phi(z),
          Activation.SILU, z -> z / (1 + StrictMath.exp(-z)),
          Activation.ELU, z -> z > 0 ? z : StrictMath.expm1(z),
          Activation.MISH, z -> z * StrictMath.tanh(softplus(z)),
          Activation.SOFTPLUS, ActivationTest::softplus);

  private static double softplus(double z) {
    return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
  }

  /** The distribution function by integrating the density, Simpson's rule of 400 panels. */
  private static double phi(double z) {
    return 0.5 + simpson(0, z, 400, ActivationTest::density);
  }

  private static double density(double z) {
    return StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }

  private static double simpson(double from, double to, int panels, DoubleUnaryOperator f) {
    double h = (to - from) / (2 * panels);
    double sum = f.applyAsDouble(from) + f.applyAsDouble(to);
    for (int i = 1; i < 2 * panels; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * f.applyAsDouble(from + i * h);
    }
    return sum * h / 3;
  }

  @Test
  void gainsKeepTheSecondMoment() {
    BY_SECOND_MOMENT.forEach(
        (activation, f) -> {
          DoubleUnaryOperator square = z -> f.applyAsDouble(z) * f.applyAsDouble(z) * density(z);
          double second = simpson(-12, 0, 1500, square) + simpson(0, 12, 1500, square);
          assertEquals(1 / Math.sqrt(second), activation.gain(), 1e-9, activation.name());
        });
  }

  /** Read off torch.nn.init.calculate_gain, PyTorch 2.13. */
  @Test
  void hasTheGainsOfPyTorch() {
    assertEquals(1, Activation.LINEAR.gain());
    assertEquals(1, Activation.SIGMOID.gain());
    assertEquals(1.6666666666666667, Activation.TANH.gain());
    assertEquals(1.4142135623730951, Activation.RELU.gain());
    assertEquals(1.414142857, Activation.LEAKY_RELU.gain(), 1e-9);
    assertEquals(1.386750491, Activation.leakyRelu(0.2).gain(), 1e-9);
    assertEquals(0.5773502692, Activation.leakyRelu(2.23606797749979).gain(), 1e-9);
    assertEquals(0.75, Activation.SELU.gain());
  }

  @Test
  void recommends() {
    assertEquals(Initializers.heNormal(), Activation.RELU.recommended());
    assertEquals(Initializers.glorotUniform(), Activation.TANH.recommended());
    assertEquals(Initializers.glorotUniform(), Activation.SIGMOID.recommended());
    assertEquals(Initializers.lecunNormal(), Activation.SELU.recommended());
    assertEquals(Initializers.orthogonal(), Activation.RECURRENT.recommended());
    assertEquals(Initializers.glorotUniform(), Activation.GELU.recommended());
    for (Activation activation : Activation.all()) {
      assertFalse(activation.recommendationSource().isBlank(), activation.name());
      assertEquals(
          activation, Activation.named(activation.name().toUpperCase(java.util.Locale.ROOT)));
    }
    assertEquals(Activation.SILU, Activation.named("swish"));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertRefused(
        "activation must be one of [linear, sigmoid, tanh, relu, leaky_relu, selu, gelu, silu, elu,"
            + " mish, softplus, recurrent], was \"rleu\"",
        () -> Activation.named("rleu"));
    assertRefused("slope must be finite, was NaN", () -> Activation.leakyRelu(Double.NaN));
  }
}
