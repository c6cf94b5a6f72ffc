package io.tensorinit.peer;

import io.tensorinit.layout.Fans;
import io.tensorinit.recipe.NamedInitializer;
import io.tensorinit.recipe.RecipeDecision;
import io.tensorinit.recipe.RecipeSubject;
import io.tensorinit.spec.Distribution;
import io.tensorinit.spec.FanMode;
import io.tensorinit.spec.VarianceScaling;
import java.util.Optional;

/**
 * U(+-1/sqrt(fan in)) by the fans of something else than the parameter itself: PyTorch's biases,
 * and everything in its recurrent layers; Lux and Mamba follow it.
 */
public final class FanInUniform {
  private static final NamedInitializer INITIALIZER =
      NamedInitializer.of(
          "U(+-1/sqrt(fan_in))",
          new VarianceScaling(1 / 3.0, FanMode.FAN_IN, Distribution.UNIFORM));

  private FanInUniform() {}

  /**
   * By given fans.
   *
   * @param fans the fans
   * @return the decision
   */
  public static RecipeDecision of(Fans fans) {
    return new RecipeDecision(INITIALIZER, Optional.of(fans));
  }

  /**
   * By the fans of the weight that a bias belongs to.
   *
   * @param bias the bias
   * @return the decision
   * @throws IllegalArgumentException if the model does not have the weight, and the bias no fan_in
   *     of its own
   */
  public static RecipeDecision ofWeight(RecipeSubject bias) {
    return of(bias.fansOfWeight());
  }

  /**
   * By the hidden size of the recurrent layer that a parameter belongs to.
   *
   * @param parameter the parameter
   * @return the decision
   * @throws IllegalArgumentException if the model does not have the layer's weight_hh, and the
   *     parameter no fan_in of its own
   */
  public static RecipeDecision ofHiddenSize(RecipeSubject parameter) {
    return of(new Fans(parameter.hiddenSize(), Double.NaN));
  }
}
