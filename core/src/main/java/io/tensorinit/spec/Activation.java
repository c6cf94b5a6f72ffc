package io.tensorinit.spec;

import java.util.List;
import java.util.Locale;

/**
 * A layer's nonlinearity, with the gain that keeps the size of its signals and the initializer that
 * is recommended for the layer's weights.
 *
 * <p>The gains of linear, sigmoid, tanh, relu, leaky relu and selu are those of PyTorch's {@code
 * calculate_gain}. PyTorch has none for the others; theirs is {@code 1 / sqrt(E[f(z)^2])}, z
 * standard normal, which gives an output of mean square 1 for an input of variance 1 (He's
 * argument; for relu it is the same sqrt(2)). A test computes these numbers by quadrature.
 *
 * <p>Sources: PyTorch 2.13, torch.nn.init.calculate_gain; K. He, X. Zhang, S. Ren, J. Sun (2015),
 * Delving deep into rectifiers; X. Glorot, Y. Bengio (2010), Understanding the difficulty of
 * training deep feedforward neural networks; G. Klambauer, T. Unterthiner, A. Mayr, S. Hochreiter
 * (2017), Self-normalizing neural networks; A. M. Saxe, J. L. McClelland, S. Ganguli (2014), Exact
 * solutions to the nonlinear dynamics of learning in deep linear neural networks.
 *
 * @param name its name in lower case
 * @param gain the gain, above 0
 * @param gainSource where the gain comes from
 * @param recommended the recommended initializer
 * @param recommendationSource where the recommendation comes from
 */
public record Activation(
    String name,
    double gain,
    String gainSource,
    Initializer recommended,
    String recommendationSource) {
  private static final String TORCH = "PyTorch, torch.nn.init.calculate_gain";
  private static final String SECOND_MOMENT =
      "1 / sqrt(E[f(z)^2]), z standard normal (He et al. 2015)";
  private static final String HE = Papers.HE + ", section 2.2";
  private static final String GLOROT = Papers.GLOROT + ", section 4.2";
  private static final String OTHERWISE = "the default of Keras, where no better rule is known";

  /** No nonlinearity. */
  public static final Activation LINEAR =
      new Activation("linear", 1, TORCH, VarianceScaling.GLOROT_UNIFORM, OTHERWISE);

  /** 1 / (1 + exp(-x)). */
  public static final Activation SIGMOID =
      new Activation("sigmoid", 1, TORCH, VarianceScaling.GLOROT_UNIFORM, GLOROT);

  /** The hyperbolic tangent. */
  public static final Activation TANH =
      new Activation("tanh", 5.0 / 3, TORCH, VarianceScaling.GLOROT_UNIFORM, GLOROT);

  /** max(x, 0). */
  public static final Activation RELU =
      new Activation("relu", Math.sqrt(2), TORCH, VarianceScaling.HE_NORMAL, HE);

  /** x above 0, 0.01 x below. */
  public static final Activation LEAKY_RELU = leakyRelu(0.01);

  /** The self-normalizing unit; PyTorch's gain of 3/4 trades that for faster training. */
  public static final Activation SELU =
      new Activation(
          "selu",
          0.75,
          TORCH,
          VarianceScaling.LECUN_NORMAL,
          "Klambauer, Unterthiner, Mayr, Hochreiter (2017), Self-normalizing neural networks");

  /** x Phi(x). */
  public static final Activation GELU = bySecondMoment("gelu", 1.5335304411955352);

  /** x / (1 + exp(-x)), also called swish. */
  public static final Activation SILU = bySecondMoment("silu", 1.6765324703310912);

  /** x above 0, exp(x) - 1 below. */
  public static final Activation ELU = bySecondMoment("elu", 1.2451983007007066);

  /** x tanh(ln(1 + exp(x))). */
  public static final Activation MISH = bySecondMoment("mish", 1.4868475812732081);

  /** ln(1 + exp(x)). */
  public static final Activation SOFTPLUS = bySecondMoment("softplus", 1.0418668355353017);

  /** Not a nonlinearity but a place: the weights that act on a recurrent layer's own state. */
  public static final Activation RECURRENT =
      new Activation(
          "recurrent",
          1,
          "an orthogonal map keeps the length of the state",
          new Orthogonal(1),
          Papers.SAXE + "; the default of Keras and Flax");

  /**
   * All of them, the leaky relu with its default slope.
   *
   * @return the activations
   */
  public static List<Activation> all() {
    return List.of(
        LINEAR, SIGMOID, TANH, RELU, LEAKY_RELU, SELU, GELU, SILU, ELU, MISH, SOFTPLUS, RECURRENT);
  }

  /**
   * The leaky relu: x above 0, {@code slope} x below; gain sqrt(2 / (1 + slope^2)).
   *
   * @param slope the slope below 0, finite
   * @return the activation
   * @throws IllegalArgumentException if the slope is not finite
   */
  public static Activation leakyRelu(double slope) {
    if (!Double.isFinite(slope)) {
      throw new IllegalArgumentException("slope must be finite, was " + slope);
    }
    return new Activation(
        "leaky_relu", Math.sqrt(2 / (1 + slope * slope)), TORCH, VarianceScaling.HE_NORMAL, HE);
  }

  /**
   * The activation of a name.
   *
   * @param name a name, in any letter case; {@code swish} is silu
   * @return the activation
   * @throws IllegalArgumentException if there is none of this name
   */
  public static Activation named(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (Activation activation : all()) {
      if (activation.name.equals(wanted.equals("swish") ? "silu" : wanted)) {
        return activation;
      }
    }
    throw new IllegalArgumentException(
        "activation must be one of "
            + all().stream().map(Activation::name).toList()
            + ", was \""
            + name
            + "\"");
  }

  private static Activation bySecondMoment(String name, double gain) {
    return new Activation(name, gain, SECOND_MOMENT, VarianceScaling.GLOROT_UNIFORM, OTHERWISE);
  }
}
