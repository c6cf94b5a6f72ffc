package io.tensorinit.spec;

import io.tensorinit.layout.Layout;
import io.tensorinit.plan.FillPlan;
import io.tensorinit.plan.MixtureFill;
import io.tensorinit.tensor.Shape;
import java.util.List;

/**
 * Each element comes from one of several initializers, chosen with its probability and
 * independently of all others.
 *
 * <p>Source: G. J. McLachlan, D. Peel (2000), Finite Mixture Models.
 *
 * @param chances the initializers with their probabilities, which add up to 1 within 1e-9
 */
public record Mixture(List<Chance> chances) implements Combining {
  /**
   * An initializer and the probability that an element comes from it.
   *
   * @param probability the probability, in 0..1
   * @param initializer the initializer
   */
  public record Chance(double probability, Initializer initializer) {
    /**
     * Checks the probability.
     *
     * @throws IllegalArgumentException if it does not lie in 0..1
     */
    public Chance {
      Require.probability("probability", probability);
    }
  }

  private static final double TOLERANCE = 1e-9;

  /**
   * Copies the list and checks the probabilities.
   *
   * @throws IllegalArgumentException if the list is empty, the probabilities do not add up to 1, or
   *     an initializer has a seed of its own
   */
  public Mixture {
    chances = List.copyOf(chances);
    Combining.requireNoSeeds(
        "mixture: initializer", chances.stream().map(Chance::initializer).toList());
    double sum = chances.stream().mapToDouble(Chance::probability).sum();
    if (!(Math.abs(sum - 1) <= TOLERANCE)) {
      throw new IllegalArgumentException(
          "mixture: probabilities must add up to 1, was " + probabilities(chances));
    }
  }

  private static List<Double> probabilities(List<Chance> chances) {
    return chances.stream().map(Chance::probability).toList();
  }

  @Override
  public List<Initializer> parts() {
    return chances.stream().map(Chance::initializer).toList();
  }

  @Override
  public FillPlan lower(Shape shape, Layout layout) {
    return new MixtureFill(
        parts().stream().map(part -> part.lower(shape, layout)).toList(), probabilities(chances));
  }
}
